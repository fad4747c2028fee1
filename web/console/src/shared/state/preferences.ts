// How someone wants the console on this machine: language, light or dark.
import { useSyncExternalStore } from 'react';
import { useStored } from './stored';
import type { Language, Message, Values } from '../i18n/text';
import { write } from '../i18n/text';

export type Lighting = 'light' | 'dark' | 'system';

export function useLanguage(): [Language, (language: Language) => void] {
  const [stored, store] = useStored('language');
  return [stored === 'en' ? 'en' : 'zh', store];
}

// text(message, values) in the chosen language.
export function useText(): (message: Message, values?: Values) => string {
  const [language] = useLanguage();
  return (message, values) => write(language, message, values);
}

export function useLighting(): [Lighting, (lighting: Lighting) => void] {
  const [stored, store] = useStored('lighting');
  return [stored === 'light' || stored === 'dark' ? stored : 'system', store];
}

const dark = '(prefers-color-scheme: dark)';

// Whether to be dark now, when "system" asks the system.
export function useDark(): boolean {
  const [lighting] = useLighting();
  const system = useSyncExternalStore(
    (listener) => {
      const query = matchMedia(dark);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(dark).matches,
  );
  return lighting === 'system' ? system : lighting === 'dark';
}
