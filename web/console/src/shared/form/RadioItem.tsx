// A question answered by one of a few radio buttons. The label of an item names the element of its id, which a group of
// buttons is not: the group is given the question as its name, so that it is heard with the answers.
import { Form, Radio, type FormItemProps, type RadioGroupProps } from 'antd';

type Props = Omit<FormItemProps, 'children' | 'label'> & {
  label: string;
  options: NonNullable<RadioGroupProps['options']>;
  // How the buttons look, and whether they can be pressed.
  group?: Omit<RadioGroupProps, 'options'>;
};

export function RadioItem({ label, options, group, ...item }: Props) {
  return (
    <Form.Item {...item} label={label}>
      <Radio.Group {...group} options={options} aria-label={label} />
    </Form.Item>
  );
}
