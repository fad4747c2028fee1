import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { village, person, wife, detail, household, preview, answers } from '@/shared/test/people';
import { open } from '@/shared/test/render';
import { refuse } from '@/shared/test/server';
import { csvOf } from './faultsFile';
import { fieldsOf } from './form/PersonForm';

describe('the form', () => {
  it('keeps a draft without the numbers, and shows refusals at their fields', async () => {
    const { user, server } = open('/people/new', {
      ...answers,
      'POST /api/people': () => refuse(400, 'invalid_fields', '有内容不对', [
        { field: '/person/id_number', rule: 'id_number.check', message: { zh: '最后一位对不上', en: 'wrong' } },
      ]),
    });
    await user.type(await screen.findByRole('textbox', { name: '姓名' }), '测试戊');
    await user.type(screen.getByRole('textbox', { name: '身份证号码' }), '522601196401010019');
    await user.type(screen.getByRole('textbox', { name: '电话' }), '13800001234');
    await user.click(screen.getByRole('combobox', { name: '民族' }));
    await user.click(await screen.findByTitle('苗族'));
    await user.click(screen.getByRole('button', { name: '登记' }));
    expect(await screen.findByRole('button', { name: /身份证号码.*最后一位对不上/ })).toBeVisible();
    await waitFor(() => expect(JSON.stringify({ ...localStorage })).toContain('测试戊'));
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/19640101|13800001234/);
    expect(server.sent.find(({ method, path }) => method === 'POST' && path === '/api/people')!.body).toEqual({
      village: village.code,
      person: {
        name: '测试戊', ethnic_code: '06', ethnic_text: '', id_number: '522601196401010019', phone: '13800001234', political: 'unknown', status: 'both',
        arrival: 'recorded',
      },
    });
  });

  it('leaves a number alone that is not typed, and takes one away when told', async () => {
    const { user, server, address } = open('/people/r1/change', { ...answers, 'PUT /api/people/*': () => detail });
    expect(await screen.findByText(/现为 522601\*{8}0010；不填就不变/)).toBeVisible();
    await user.click(screen.getByRole('checkbox', { name: '删去登记的电话' }));
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(address()).toBe('/people/r1'));
    const { body } = server.sent.find(({ method }) => method === 'PUT')!;
    expect(body).toMatchObject({ version: 3, person: { name: '测试甲', phone: '', household: 'h1', kinship: 'head' } });
    expect((body as { person: object }).person).not.toHaveProperty('id_number');
  });

  it('does not undo with a kept draft what a colleague changed meanwhile', async () => {
    const { user, server, address, navigate } = open('/people/r1/change', {
      ...answers, 'PUT /api/people/*': () => refuse(409, 'version_changed', '别人已经改过，请重新打开。', [
        { field: '/version', rule: 'version_changed', message: { zh: '版本已变。', en: 'The version is another.' } },
      ]),
    });
    const name = await screen.findByRole('textbox', { name: '姓名' });
    await user.type(name, '某');
    server.set('GET /api/people/*', () => ({ ...detail, person: { ...person, status: 'away', version: 4 } }));
    await user.click(screen.getByRole('button', { name: '保存' }));
    const told = await screen.findByText(/居住情况/, { selector: 'b' });
    expect(told.closest('li')).toHaveTextContent('居住情况 现已改成“外出”，已照此更新');
    expect(screen.getByRole('radio', { name: '外出' })).toBeChecked();
    // The refusal stood on what was there before.
    expect(screen.queryByText('版本已变。')).toBeNull();
    // Left and opened again, as somebody would who was told to: the draft says the same.
    await navigate('/people/r1/change?again=yes');
    server.set('PUT /api/people/*', () => detail);
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(address()).toBe('/people/r1'));
    const last = server.sent.filter(({ method }) => method === 'PUT').at(-1)!;
    expect(last.body).toMatchObject({ version: 4, person: { name: '测试甲某', status: 'away' } });
  });

  it('says to send it again when what a colleague changed is not among the fields', async () => {
    const { user, server } = open('/people/r1/change', {
      ...answers, 'PUT /api/people/*': () => refuse(409, 'version_changed', '别人已经改过，请重新打开。'),
    });
    await user.type(await screen.findByRole('textbox', { name: '姓名' }), '某');
    server.set('GET /api/people/*', () => ({ ...detail, person: { ...person, phone: '139****0000', version: 4 } }));
    await user.click(screen.getByRole('button', { name: '保存' }));
    expect(await screen.findByText(/别人改过别的内容，和您填的不冲突。请再提交一次/)).toBeVisible();
    expect(screen.queryByText('别人已经改过，请重新打开。')).toBeNull();
  });

  it('asks for the relation to the head anew when the household is another', async () => {
    const other = { ...household, id: 'h2', number: '002', head: 'r9', head_name: '测试庚' };
    const { user, server, address } = open('/people/r2/change', {
      ...answers, 'GET /api/people/*': () => ({ ...detail, person: wife }), 'PUT /api/people/*': () => detail,
      'GET /api/households': () => ({ households: [household, other], next: null }),
    });
    await user.click(await screen.findByRole('combobox', { name: '户号' }));
    await user.click(await screen.findByTitle(/户号002/));
    expect(await screen.findByText('换了户，请重新选择与户主关系。')).toBeVisible();
    await waitFor(() => expect(Object.values(localStorage).join()).toContain('"kinship":null'));
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(address()).toBe('/people/r2'));
    const { body } = server.sent.find(({ method }) => method === 'PUT')!;
    expect(body).toMatchObject({ person: { household: 'h2' } });
    expect((body as { person: object }).person).not.toHaveProperty('kinship');
  });

  it('finds peoples without a code of their own by their names', async () => {
    const { user } = open('/people/new', answers);
    const box = await screen.findByRole('combobox', { name: '民族' });
    await user.click(box);
    await user.type(box, '革家');
    await user.click(await screen.findByTitle('其他（革家人）'));
    expect(await screen.findByRole('textbox', { name: '身份证上写的族称' })).toHaveValue('革家人');
    await waitFor(() => expect(Object.values(localStorage).join()).toMatch(/"ethnic_code":"97".*"ethnic_text":"革家人"/));
  });

  it('says after saving what stayed as it was kept, and what is worth a second look', async () => {
    const warnings = [{ field: '/person/id_number', rule: 'id_number.odd_sequence', zh: '号码第15至17位是000，请再核对证件。', en: 'Odd.' }];
    const { user } = open('/people/r1/change', {
      ...answers, 'PUT /api/people/*': () => ({ ...detail, kept: ['ethnic_code', 'political'], warnings }),
    });
    await user.click(await screen.findByRole('button', { name: '保存' }));
    expect(await screen.findByText(/仍按原来登记的：民族、政治面貌/)).toBeVisible();
    expect(screen.getByText('号码第15至17位是000，请再核对证件。')).toBeVisible();
  });

  it('leaves to another village what that one keeps', async () => {
    const { user, server } = open('/people/r1/change', {
      ...answers, 'GET /api/people/*': () => ({ ...detail, kept_by: '邻村' }), 'PUT /api/people/*': () => detail,
    });
    expect(await screen.findByRole('textbox', { name: '姓名' })).toBeDisabled();
    expect(screen.queryByRole('textbox', { name: '身份证号码' })).toBeNull();
    expect(screen.getByText(/由邻村登记/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(server.sent.some(({ method }) => method === 'PUT')).toBe(true));
    const { person: sent } = server.sent.find(({ method }) => method === 'PUT')!.body as { person: object };
    expect(sent).toMatchObject({ name: '测试甲', ethnic_code: '06' });
    expect(sent).not.toHaveProperty('id_number');
  });

  it('sends only what belongs together', () => {
    const values = { name: ' 测试己 ', ethnic_code: '06', ethnic_text: '革家人', political: 'unknown', status: 'both', kinship: 'son', since: '2016-01-01' } as const;
    expect(fieldsOf({ ...values, arrival: 'recorded' })).toEqual({
      name: '测试己', ethnic_code: '06', ethnic_text: '', political: 'unknown', status: 'both', arrival: 'recorded',
    });
    expect(fieldsOf({ ...values, ethnic_code: '97', arrival: 'moved_in', household: 'h1' })).toMatchObject({
      ethnic_text: '革家人', since: '2016-01-01', household: 'h1', kinship: 'son',
    });
  });

  it('makes a household on the way', async () => {
    const { user, server } = open('/people/new', { ...answers, 'POST /api/households': () => ({ ...household, id: 'h2', number: '002' }) });
    await user.click(await screen.findByRole('button', { name: '新立一户' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '户号' }), '002');
    await user.click(within(dialog).getByRole('button', { name: '保存' }));
    expect(await screen.findByRole('combobox', { name: '与户主关系' })).toBeInTheDocument();
    expect(server.sent.find(({ method, path }) => method === 'POST' && path === '/api/households')!.body).toEqual({
      village: village.code, number: '002', address: '',
    });
  });
});

describe('importing a roll', () => {
  // XMLHttpRequest that answers as it is told.
  function answering(status: number, body: unknown) {
    const sent: { url: string; file: File }[] = [];
    class Request extends EventTarget {
      upload = new EventTarget();
      status = status;
      responseText = JSON.stringify(body);
      url = '';
      open(_: string, url: string) {
        this.url = url;
      }
      setRequestHeader() {}
      send(file: File) {
        sent.push({ url: this.url, file });
        setTimeout(() => this.dispatchEvent(new Event('load')));
      }
    }
    vi.stubGlobal('XMLHttpRequest', Request);
    return sent;
  }

  it('sends the file and shows what would happen; nothing is imported yet', async () => {
    const { user, address } = open('/people/import', answers);
    const sent = answering(201, preview);
    expect(await screen.findByRole('link', { name: '下载模板（xlsx）' })).toHaveAttribute('href', `/api/people/imports/template?village=${village.code}`);
    await user.upload(screen.getByLabelText('选择文件', { selector: 'input' }), new File(['姓名'], '名册.csv', { type: 'text/csv' }));
    expect(await screen.findByRole('heading', { level: 1, name: '核对结果' })).toBeVisible();
    expect(address()).toBe('/people/import/i1');
    expect(screen.getByText('新增的人只列出人数；变更的列出姓名和改了哪几项；有错的列出每一处和怎么改。')).toBeVisible();
    expect(screen.getByText('名册里另有2人不在这份表里：测试戊、测试己。')).toBeVisible();
    expect(sent[0]!.url).toBe(`/api/people/imports?village=${village.code}`);
    expect(screen.getByText(/名册还没有改变/)).toBeVisible();
    expect(screen.getByText('2,950')).toBeVisible();
    expect(screen.getByText('这些列没有用到：备注')).toBeVisible();
  });

  it('says what is wrong with the file', async () => {
    const { user } = open('/people/import', answers);
    answering(400, { code: 'column_missing', message: { zh: '表头缺少：民族。请用模板填写。', en: 'x' }, errors: [], request: 'r-1', status: 400, title: '', type: '' });
    await user.upload(await screen.findByLabelText('选择文件', { selector: 'input' }), new File(['x'], 'x.csv', { type: 'text/csv' }));
    expect(await screen.findByText('表头缺少：民族。请用模板填写。')).toBeVisible();
    expect(screen.queryByText(/标出的地方/)).toBeNull();
  });

  it('lists every fault with what to do, by kind', async () => {
    const { user } = open('/people/import/i1', answers);
    expect(await screen.findAllByText('最后一位对不上，请核对。')).toHaveLength(30);
    await user.click(screen.getByRole('combobox', { name: '哪一类' }));
    await user.click(await screen.findByTitle('（10）民族：没有这个民族，请从列表选。'));
    await waitFor(() => expect(screen.queryByText('最后一位对不上，请核对。')).toBeNull());
    expect(screen.getAllByText('没有这个民族，请从列表选。')).toHaveLength(10);
    expect(screen.getByText('电话、居住情况')).toBeVisible();
    expect(screen.getByText('读的是工作表“名册”；没有读的：选项')).toBeVisible();
    expect(screen.getByRole('columnheader', { name: '仍按外村登记的' })).toBeVisible();
    expect(screen.getByText('号码第15至17位是000，请再核对证件。')).toBeVisible();
    for (const table of screen.getAllByRole('table')) expect(table).not.toHaveTextContent(/id_number|ethnic\.unknown/);
  });

  it('names a kind by its words where they differ from row to row', async () => {
    const faults = ['1', '2'].map((digit, i) => ({ line: i + 2, column: '电话', rule: 'phone.digits', zh: `只有${digit}位。`, en: `${digit} digits.` }));
    const { user } = open('/people/import/i1', { ...answers, 'GET /api/people/imports/*': () => ({ ...preview, faults }) });
    await user.click(await screen.findByRole('combobox', { name: '哪一类' }));
    expect(await screen.findByTitle('（2）电话：只有1位。等')).toBeInTheDocument();
  });

  it('imports only once the clerk agrees, faulty rows only left out on purpose', async () => {
    const { user, server } = open('/people/import/i1', answers);
    const agree = await screen.findByRole('button', { name: '同意导入：新增 2,950 人，变更 10 人' });
    expect(agree).toBeDisabled();
    await user.click(screen.getByRole('checkbox', { name: '有错的 40 行先不导入' }));
    server.set('POST /api/people/imports/*/confirm', () => {
      server.set('GET /api/people/imports/*', () => ({ ...preview, state: 'done' }));
      return { ...preview, state: 'done' };
    });
    await user.click(agree);
    expect(await screen.findByRole('heading', { level: 1, name: '已导入' })).toBeVisible();
    expect(server.sent.find(({ path }) => path.endsWith('/confirm'))!.body).toEqual({ digest: 'k1.seen', without_faulty: true });
  });

  it('shows the preview as it is now when the register has changed', async () => {
    const { user, server } = open('/people/import/i1', { ...answers, 'GET /api/people/imports/*': () => ({ ...preview, faulty: 0, faults: [] }) });
    server.set('POST /api/people/imports/*/confirm', () => {
      server.set('GET /api/people/imports/*', () => ({ ...preview, faulty: 0, faults: [], added: 2949, digest: 'k1.now' }));
      return refuse(409, 'preview_outdated', '名册刚有变化，请再看一遍。');
    });
    await user.click(await screen.findByRole('button', { name: '同意导入：新增 2,950 人，变更 10 人' }));
    expect(await screen.findByText('名册刚有变化，请再看一遍。')).toBeVisible();
    const now = await screen.findByRole('button', { name: '同意导入：新增 2,949 人，变更 10 人' });
    await user.click(now);
    const agreed = server.sent.filter(({ path }) => path.endsWith('/confirm')).map(({ body }) => (body as { digest: string }).digest);
    expect(agreed).toEqual(['k1.seen', 'k1.now']);
  });

  it('writes the faults as a file that no spreadsheet takes for formulas', () => {
    expect(csvOf([['行', '怎么改'], ['2', '=1+1'], ['3', '请写"男",或"女"']])).toBe('\ufeff行,怎么改\r\n2,\'=1+1\r\n3,"请写""男"",或""女"""\r\n');
  });
});
