import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('/src/**/*.tsx', { query: '?raw', import: 'default', eager: true });
const using = (what: RegExp) => Object.keys(sources).filter((file) => !file.includes('.test.') && what.test(sources[file]!)).sort();

describe('every page', () => {
  it('asks by radio buttons in RadioItem, which names the group', () =>
    expect(using(/<Radio\.Group\b/)).toEqual(['/src/shared/form/RadioItem.tsx']));
  // The two ask nothing of a form: the search has its own field, the guard two buttons.
  it('opens dialogs with Dialog, which stands on the first field', () =>
    expect(using(/<Modal\b/)).toEqual(['/src/app/QuickSearch.tsx', '/src/shared/form/LeaveGuard.tsx', '/src/shared/ui/Dialog.tsx']));
  it('names what is chosen among segments or boxes', () =>
    expect(using(/<(Segmented|Checkbox\.Group)\b(?![^>]*aria-label)/)).toEqual([]));
});
