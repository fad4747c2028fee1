import { render, screen, waitFor } from '@testing-library/react';
import { ConfigProvider, Form, Input } from 'antd';
import { describe, expect, it } from 'vitest';
import { RadioItem } from '../form/RadioItem';
import { Dialog } from './Dialog';

const show = (children: React.ReactNode) =>
  render(
    <ConfigProvider theme={{ token: { motion: false } }}>
      <Dialog open title="问题" footer={null}>
        {children}
      </Dialog>
    </ConfigProvider>,
  );

describe('a dialog', () => {
  it('opens on its first field that can be filled', async () => {
    show(<><Input disabled aria-label="甲" /><Input aria-label="乙" /></>);
    await waitFor(() => expect(screen.getByLabelText('乙')).toHaveFocus());
  });
  it('opens on the chosen one of a group of radio buttons, which has the question as its name', async () => {
    show(
      <Form initialValues={{ what: 'b' }}>
        <RadioItem name="what" label="哪一个" options={[{ value: 'a', label: '甲' }, { value: 'b', label: '乙' }]} />
      </Form>,
    );
    await waitFor(() => expect(screen.getByLabelText('乙')).toHaveFocus());
    expect(screen.getByRole('radiogroup', { name: '哪一个' })).toBeInTheDocument();
  });
});
