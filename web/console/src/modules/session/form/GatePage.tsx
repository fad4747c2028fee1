// What stands around everything that comes before the console itself: signing in, a first password, choosing a post.
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage, useText } from '@/shared/state/preferences';
import { Mark } from '@/shared/ui/Mark';
import { m } from '../messages';
import { Batik } from './Batik';
import styles from './GatePage.module.css';

interface Props {
  title: string;
  heading: string;
  children: ReactNode;
}

export function GatePage({ title, heading, children }: Props) {
  const text = useText();
  const [language, setLanguage] = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <div className={styles.page}>
      <title>{`${title} · ${text(m.product)}`}</title>
      <header className={styles.side}>
        <div className={styles.words}>
          <Mark className={styles.mark} />
          <p className={styles.name}>{text(m.product)}</p>
          <p className={styles.motto}>{text(m.motto)}</p>
          <p className={styles.place}>{text(m.place)}</p>
        </div>
        <Batik />
      </header>
      <main className={styles.main}>
        <div className={styles.box}>
          <h1>{heading}</h1>
          {children}
          <footer className={styles.foot}>
            <a href="/">{text(m.publicPages)}</a>
            <Button type="text" size="small" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => setLanguage(other)}>
              {text(m.otherLanguage)}
            </Button>
          </footer>
        </div>
      </main>
    </div>
  );
}
