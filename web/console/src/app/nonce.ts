// The server allows styles made at run time only with the nonce that it wrote into this page.
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

// Ant Design takes the nonce from its ConfigProvider, but two of its helpers (locking the scroll behind a dialog,
// measuring scroll bars) forget it. So every style element that the application makes gets it here.
export function giveNonceToStyles(): void {
  const nonce = styleNonce();
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
