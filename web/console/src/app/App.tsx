// Everything around the pages: language, light, Ant Design, answers of the server, routes.
import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useLayoutEffect, useState } from 'react';
import { RouterProvider } from 'react-router';
import { makeQueryClient } from '@/shared/api/queries';
import { useDark, useLanguage } from '@/shared/state/preferences';
import { makeRouter } from './routes';
import { styleNonce } from './nonce';
import { dark, light } from './theme';

export function App() {
  const [language] = useLanguage();
  const isDark = useDark();
  const [queries] = useState(makeQueryClient);
  const [router] = useState(makeRouter);

  useLayoutEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  }, [language]);
  useLayoutEffect(() => {
    document.documentElement.dataset.lighting = isDark ? 'dark' : 'light';
  }, [isDark]);

  return (
      <ConfigProvider
        csp={{ nonce: styleNonce() }}
        locale={language === 'zh' ? zhCN : enUS}
        theme={isDark ? dark : light}
        button={{ autoInsertSpace: false }}
      >
        <AntApp component={false}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AntApp>
      </ConfigProvider>
  );
}
