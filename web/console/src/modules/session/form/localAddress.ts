// Where to go after signing in: only to an address of the console itself.
export function localAddress(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) ? to : '/desk';
}
