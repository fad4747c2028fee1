// Choosing a task of the plan by its own words.
import { Select } from 'antd';
import { useLanguage, useText } from '@/shared/state/preferences';
import { usePlan } from '../api';

interface Props {
  year: number | null | undefined;
  // Only tasks of this clause; '' for all.
  clause: string;
  // All given by Form.Item.
  id?: string;
  value?: string;
  onChange?: (task: string) => void;
}

export function TaskField({ year, clause, id, value, onChange }: Props) {
  const text = useText();
  const [language] = useLanguage();
  const plan = usePlan(year).data;
  const clauses = (plan?.plan.sections ?? [])
    .flatMap((section) => section.clauses)
    .filter(({ code }) => clause === '' || code === clause);
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value === undefined ? {} : { value })}
      {...(onChange ? { onChange } : {})}
      showSearch={{ optionFilterProp: 'label' }}
      options={clauses.map((each) => ({
        label: `${each.code} ${text({ zh: each.short_zh, en: each.short_en })}`,
        title: each.code,
        options: each.tasks.map((task) => ({
          value: task.code,
          label: `${task.code} ${language === 'zh' ? task.quote : task.en}`,
        })),
      }))}
    />
  );
}
