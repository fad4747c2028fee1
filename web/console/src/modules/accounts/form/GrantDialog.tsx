// Granting a role at a unit: only roles that the own post may grant, only units of levels that may have them.
import { Form, Select } from 'antd';
import { currentPost, useOwnSession } from '@/modules/session/api';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { levelName } from '@/modules/units/names';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import { EntryForm } from '@/shared/form/EntryForm';
import { civilToday, dayAfter } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { Notice } from '@/shared/ui/Notice';
import { type Account, type Role, useGrant, useRoles } from '../api';
import { m } from '../messages';
import styles from './GrantDialog.module.css';

interface Values {
  role: Role;
  unit: string;
  valid_to?: string;
}

interface Props {
  account: Account;
  open: boolean;
  onClose: () => void;
  onGranted: () => void;
}

export function GrantDialog({ account, open, onClose, onGranted }: Props) {
  const text = useText();
  return (
    <Dialog
      open={open}
      onCancel={onClose}
      title={text(m.grantTitle, { name: account.display_name })}
      footer={null}
      destroyOnHidden
      width={520}
    >
      <GrantForm account={account} onGranted={onGranted} onCancel={onClose} />
    </Dialog>
  );
}

function GrantForm({ account, onGranted, onCancel }: { account: Account; onGranted: () => void; onCancel: () => void }) {
  const text = useText();
  const session = useOwnSession();
  const grant = useGrant(account.id);
  const roles = useRoles().data ?? [];
  const tomorrow = dayAfter(civilToday());
  const own = roles.find(({ role }) => role === currentPost(session)?.role);
  const grantable = roles.filter(({ role }) => own?.grants.includes(role));
  if (own && grantable.length === 0) return <Notice small title={text(m.grantNone)} />;
  return (
    <EntryForm<Values, unknown>
      labels={{ role: m.role, unit: m.atUnit, valid_to: m.until }}
      initial={{ unit: account.unit.code }}
      send={({ role, unit, valid_to }, idempotencyKey) =>
        grant.mutateAsync({
          body: { role, unit, ...(valid_to ? { valid_to } : {}) },
          idempotencyKey,
        })
      }
      onDone={onGranted}
      onCancel={onCancel}
      submit={text(m.grant)}
    >
      <Form.Item
        name="role"
        label={text(m.role)}
        extra={text(m.roleRule)}
        rules={[{ required: true, message: text(m.roleWanted) }]}
      >
        <Select options={grantable.map((role) => ({ value: role.role, label: text(role) }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={['role']}>
        {({ getFieldValue }) => {
          const chosen = grantable.find(({ role }) => role === getFieldValue('role'));
          const levels = chosen?.levels;
          const words = levels?.map((level) => text(levelName(level))).join(text(m.and));
          return (
            <>
              {chosen && chosen.permissions.length > 0 && (
                <div className={styles.may}>
                  {text(m.may)}
                  <ul>
                    {chosen.permissions.map((permission) => (
                      <li key={permission.name}>{text(permission)}</li>
                    ))}
                  </ul>
                </div>
              )}
              <Form.Item
                name="unit"
                label={text(m.atUnit)}
                extra={words ? text(m.atUnitRule, { levels: words }) : undefined}
                rules={[{ required: true, message: text(m.unitWanted) }]}
              >
                <UnitPicker levels={levels} />
              </Form.Item>
            </>
          );
        }}
      </Form.Item>
      <Form.Item name="valid_to" label={text(m.until)} extra={text(m.untilRule)} rules={[dayRule(text, { from: tomorrow })]}>
        <DateField from={tomorrow} />
      </Form.Item>
    </EntryForm>
  );
}
