// A link to a file that the client fetches (shared/api/download.ts).
import { App } from 'antd';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { download } from '../api/download';
import { explain } from '../api/problem';
import { useText } from '../state/preferences';

export function DownloadLink({ href, children }: { href: string; children: ReactNode }) {
  const text = useText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const fetchIt = (event: MouseEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    download(href)
      .catch((error: unknown) => void message.error(text(explain(error).title)))
      .finally(() => setBusy(false));
  };
  return (
    <a href={href} download onClick={fetchIt} aria-busy={busy}>
      {children}
    </a>
  );
}
