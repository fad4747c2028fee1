// The colours of tokens.css as a theme of Ant Design.
import { theme, type ThemeConfig } from 'antd';

const family =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif';

const shared = {
  fontFamily: family,
  fontSize: 14,
  lineHeight: 1.6,
  borderRadius: 6,
  borderRadiusLG: 8,
  controlHeight: 34,
  wireframe: false,
};

export const light: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#1f3f6b',
    colorPrimaryBg: '#eef3f9',
    colorPrimaryBgHover: '#dfe9f5',
    controlItemBgActive: '#e6eef8',
    controlItemBgActiveHover: '#dbe7f4',
    colorInfo: '#2a558f',
    colorInfoBg: '#eef3f9',
    colorInfoBorder: '#c9d6e6',
    colorLink: '#2a558f',
    colorSuccess: '#2f7d5b',
    colorWarning: '#b07a12',
    // Vermilion is kept for what is late; a fault in a form is plum.
    colorError: '#8c2f63',
    colorTextBase: '#1d2530',
    colorText: '#1d2530',
    colorTextSecondary: '#5a6675',
    colorTextTertiary: '#5a6675',
    colorTextDescription: '#5a6675',
    colorTextPlaceholder: '#66717f',
    colorBorder: '#c4ccd6',
    colorBorderSecondary: '#e3e6ea',
    colorBgLayout: '#fbfaf7',
    colorBgContainer: '#ffffff',
  },
  components: {
    Table: { headerBg: '#f6f7f9', headerColor: '#5a6675', rowHoverBg: '#f4f6f9', cellPaddingBlock: 10 },
  },
};

export const dark: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#3f6dab',
    colorPrimaryBg: '#1c2b40',
    colorPrimaryBgHover: '#22354f',
    controlItemBgActive: '#22354f',
    controlItemBgActiveHover: '#294060',
    colorInfo: '#6f9fd8',
    colorInfoBg: '#1c2b40',
    colorInfoBorder: '#2f4667',
    colorLink: '#94bbee',
    colorLinkHover: '#bcd6f8',
    colorSuccess: '#4fae85',
    colorWarning: '#d9a441',
    colorError: '#eba4c8',
    colorTextBase: '#e7ecf3',
    colorText: '#e7ecf3',
    colorTextSecondary: '#a5b2c3',
    colorTextTertiary: '#a5b2c3',
    colorTextDescription: '#a5b2c3',
    colorTextPlaceholder: '#94a2b4',
    colorBorder: '#47566a',
    colorBorderSecondary: '#2a3644',
    colorBgLayout: '#0f1620',
    colorBgContainer: '#17202c',
    colorBgElevated: '#1c2735',
  },
  components: {
    Table: { headerBg: '#1c2735', headerColor: '#a5b2c3', rowHoverBg: '#1d2938', cellPaddingBlock: 10 },
    Button: { primaryColor: '#ffffff' },
  },
};
