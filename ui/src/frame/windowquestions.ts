// The questions about the whole program, and their words: signing out of all accounts, and closing the window.
// Deliberately not here: questions about one account; the list asks those.
import { questionForAll } from '../all/question';
import { coveredBy } from '../settings/coverage';
import type { Snapshot } from '../generated/bindings';
import type { Question } from '../list/questions';
import type { Sentences } from '../sentences/sentences';

export type WindowAsk = 'sign_out_of_all' | 'say_hiding' | 'say_quitting';

/** A question with its two answers; Esc gives neither. */
export interface WindowQuestion extends Question {
  no?: string;
  favorsNo?: boolean;
}

export function windowQuestion(ask: WindowAsk, snapshot: Snapshot | null, sentences: Sentences): WindowQuestion {
  const { say } = sentences;
  switch (ask) {
    case 'sign_out_of_all':
      return questionForAll(snapshot, sentences);
    case 'say_hiding':
      return {
        title: say('hiding-ask'),
        texts: [say('hiding-ask.text'), say('hiding-ask.settings')],
        yes: say('hiding-ask.yes'),
        no: say('hiding-ask.no'),
        favorsNo: true,
        danger: false,
      };
    case 'say_quitting': {
      const accounts = coveredBy(snapshot?.settings.automatic.onQuit, snapshot).length;
      return {
        title: say('quitting-ask'),
        texts: [
          say('quitting-ask.text'),
          accounts === 0 ? say('quitting-ask.stay') : say('quitting-ask.sign-out', { accounts }),
        ],
        yes: say('quitting-ask.yes'),
        no: say('quitting-ask.no'),
        danger: false,
      };
    }
  }
}
