// What the parts of the editor share: the document, what stands against it, and how it is changed.
import { createContext, useContext } from 'react';
import type { DraftProblem, PlanDocument } from '../api';
import type { Edited } from '../edit';

export interface Editing {
  document: PlanDocument;
  problems: DraftProblem[];
  // Nothing can be changed any more.
  fixed: boolean;
  change: (pointer: string, value: unknown) => void;
  // Adds or moves a part; then the field or button with the id that `focus` gives for the part's pointer has the focus.
  edit: (edited: Edited, focus: (pointer: string) => string) => void;
  // Takes a part away; the page offers to bring it back.
  remove: (document: PlanDocument, what: string) => void;
  // Keys of the clauses that are open.
  open: ReadonlySet<number>;
  setOpen: (key: number, open: boolean) => void;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('this field stands in the editor of a plan');
  return editing;
}
