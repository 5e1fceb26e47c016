// What a screen reader is told without the focus moving.

export class Announcer {
  text: string = $state('');
  private turn = false;

  /** Says it; the same sentence twice in a row is said twice. */
  say(sentence: string): void {
    this.turn = !this.turn;
    // Live regions stay silent when their text does not change; an invisible mark makes it change.
    this.text = this.turn ? sentence : `${sentence}\u200b`;
  }
}
