// What jsdom lacks and pages use.
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';

// Test machines are busy.
configure({ asyncUtilTimeout: 10_000 });

class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

// A desk's screen unless a test says otherwise: 1280 px, light.
export let screenWidth = 1280;
export function setScreenWidth(width: number): void {
  screenWidth = width;
}

function matchMedia(query: string): MediaQueryList {
  const least = /min-width:\s*(\d+)px/.exec(query);
  const most = /max-width:\s*([\d.]+)px/.exec(query);
  const matches = (least !== null || most !== null) && (!least || screenWidth >= Number(least[1])) && (!most || screenWidth <= Number(most[1]));
  return {
    matches, media: query, onchange: null,
    addEventListener: () => undefined, removeEventListener: () => undefined,
    addListener: () => undefined, removeListener: () => undefined, dispatchEvent: () => false,
  };
}

beforeEach(() => {
  screenWidth = 1280;
  localStorage.clear();
  vi.stubGlobal('ResizeObserver', NoResizeObserver);
  vi.stubGlobal('matchMedia', matchMedia);
  vi.stubGlobal('scrollTo', () => undefined);
  Element.prototype.scrollIntoView = () => undefined;
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
