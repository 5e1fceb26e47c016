// Numbers for what can be cancelled: each is given out once in the life of a page, so that no cancellation ends somebody else's wait.

let given = 0;

export function nextAttempt(): number {
  given += 1;
  return given;
}
