// Every message file of the console: both languages, the same holes, nothing left over.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holes, type Message } from './text';

const files = import.meta.glob<{ m: Record<string, Message> }>('../../**/messages.ts', { eager: true });
const all = Object.entries(files).flatMap(([file, { m }]) =>
  Object.entries(m).map(([key, message]) => ({ name: `${file.replace('../../', '')} ${key}`, file, key, message })),
);
const chinese = /[\u3400-\u9fff]/;
// Names of languages stand in their own language.
const inOwnLanguage = new Set(['switchLanguage', 'otherLanguage']);

// The source files below a folder.
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|\.d\.ts$/.test(entry.name) ? [path] : [];
  });
}
const root = join(import.meta.dirname, '../..');
const code = sources(root).filter((path) => !path.includes('/shared/test/'));
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');

describe('messages', () => {
  it('are found in every module', () => {
    expect(Object.keys(files).length).toBeGreaterThanOrEqual(8);
    expect(all.length).toBeGreaterThan(200);
  });

  it('have words in both languages', () => {
    const empty = all.filter(({ message }) => message.zh.trim() === '' || message.en.trim() === '');
    expect(empty.map(({ name }) => name)).toEqual([]);
  });

  it('have the same holes in both languages', () => {
    const different = all.filter(({ message }) => {
      const zh = holes(message.zh);
      const en = holes(message.en);
      return zh.join() !== en.join();
    });
    expect(different.map(({ name }) => name)).toEqual([]);
  });

  it('have no Chinese in the English', () => {
    const mixed = all.filter(({ key, message }) => chinese.test(message.en) && !inOwnLanguage.has(key));
    expect(mixed.map(({ name }) => name)).toEqual([]);
  });

  it('are all used', () => {
    const texts = code.map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }));
    const unused = all.filter(({ file, key }) => {
      // Of the same module, or importing its messages under the module's name.
      const own = file.replace('../../', '').replace('../', 'shared/');
      const folder = own.split('/').slice(0, own.startsWith('modules/') ? 2 : 1).join('/');
      const name = folder.split('/').at(-1);
      return !texts.some(({ path, text }) => {
        if (path === own) return false;
        if (path.startsWith(`${folder}/`)) return new RegExp(`\\bm\\.${key}\\b`).test(text);
        return text.includes(`@/${own.replace('.ts', '')}'`) && new RegExp(`\\b(?:m|${name})\\.${key}\\b`).test(text);
      });
    });
    expect(unused.map(({ name }) => name)).toEqual([]);
  });

  it('hold every word that the pages show', () => {
    const bare = code
      .filter((path) => path.endsWith('.tsx'))
      .filter((path) => chinese.test(withoutComments(readFileSync(path, 'utf8'))));
    expect(bare).toEqual([]);
  });
});
