// What stands around every page: menu at the left, bar at the top.
import { Drawer } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { m } from './messages';
import { QuickSearch } from './QuickSearch';
import { SideMenu } from './SideMenu';
import { TopBar } from './TopBar';
import styles from './Frame.module.css';

export function Frame() {
  const text = useText();
  const { pathname } = useLocation();
  const [menuOpen, setMenuOpen] = useState(false);
  const [searchOpen, setSearchOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  // A new page: whoever reads by ear or keyboard begins at its head.
  useEffect(() => {
    setMenuOpen(false);
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [pathname]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setSearchOpen(true);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main" onClick={() => main.current?.focus()}>
        {text(m.skip)}
      </a>
      <div className={styles.side}>
        <SideMenu />
      </div>
      <Drawer
        open={menuOpen}
        onClose={() => setMenuOpen(false)}
        placement="left"
        size={248}
        closable={false}
        rootClassName={styles.drawer ?? ''}
        aria-label={text(m.menu)}
      >
        <SideMenu onClose={() => setMenuOpen(false)} />
      </Drawer>
      <div className={styles.body}>
        <TopBar onMenu={() => setMenuOpen(true)} onSearch={() => setSearchOpen(true)} />
        <main id="main" ref={main} tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
      <QuickSearch open={searchOpen} onClose={() => setSearchOpen(false)} />
      <ScrollRestoration getKey={(location) => location.pathname} />
    </div>
  );
}
