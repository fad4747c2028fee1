// Dates and moments in the chosen language.
import { useLanguage } from '../state/preferences';
import { date, instant } from './format';

export function useFormat(): { date: (iso: string) => string; instant: (rfc3339: string) => string } {
  const [language] = useLanguage();
  return {
    date: (iso) => date(language, iso),
    instant: (rfc3339) => instant(language, rfc3339),
  };
}
