// What the server may want of the person before it does what was asked: a proof that it is still them, or another
// sign-in because the session has ended. Whoever stands around the pages (app/Keeper.tsx) asks; the request is then sent
// again by itself, so that nothing that was typed is lost.
export type Need = 'proof' | 'session';

// Resolves to true when the request may be sent again, to false when the person would rather not.
type Asker = (need: Need) => Promise<boolean>;

let asker: Asker | null = null;
let asked: { need: Need; outcome: Promise<boolean> } | null = null;

// Gives what takes it back. Whoever asked before is no longer there to answer.
export function askWith(next: Asker): () => void {
  asker = next;
  asked = null;
  return () => {
    if (asker === next) asker = null;
  };
}

// However many requests want the same, the person is asked once.
export async function ask(need: Need): Promise<boolean> {
  if (asker === null) return false;
  if (asked?.need === need) return asked.outcome;
  const mine = { need, outcome: asker(need) };
  asked = mine;
  try {
    return await mine.outcome;
  } finally {
    if (asked === mine) asked = null;
  }
}

// What a refusal wants of the person; null if it is a refusal like any other.
export function needOf(status: number, code: string | undefined): Need | null {
  if (status === 403 && code === 'step_up_required') return 'proof';
  if (status === 401 && code === 'session_wanted') return 'session';
  return null;
}
