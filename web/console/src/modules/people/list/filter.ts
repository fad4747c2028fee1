// What the address of the register holds besides place and name.
export const noFilter = { group: '', household: '', status: '', sex: '', ethnic: '', ages: '', ended: '' };

export type Filter = typeof noFilter;

export interface View extends Filter, Record<string, string> {
  at: string;
  view: string;
  name: string;
}
