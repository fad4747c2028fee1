// Actions and actors by the names that people use for them; what this version does not know shows its code.
import type { Message } from '@/shared/i18n/text';
import { m } from './messages';

const actions: Record<string, Message> = {
  account: m.account,
  'account.create': m.accountCreate,
  'account.reset_password': m.accountReset,
  'account.lock': m.accountLock,
  'account.unlock': m.accountUnlock,
  'account.password': m.accountPassword,
  post: m.postActions,
  'post.grant': m.postGrant,
  'post.revoke': m.postRevoke,
  session: m.session,
  'session.open': m.sessionOpen,
  'session.close': m.sessionClose,
  'session.refused': m.sessionRefused,
  'session.post': m.sessionPost,
  units: m.units,
  'units.add': m.unitsAdd,
  'units.successor': m.unitsSuccessor,
  'rule.confirm': m.ruleConfirm,
  measures: m.measures,
  'measures.record': m.measuresRecord,
  token: m.token,
  'token.make': m.tokenMake,
  'token.revoke': m.tokenRevoke,
  import: m.byImport,
  'import.divisions': m.importDivisions,
  'import.plan': m.importPlan,
  'demo.load': m.demoLoad,
  'settings.set': m.settingsSet,
};

export function actionName(action: string): Message {
  return actions[action] ?? { zh: action, en: action };
}

// To choose from: "post" is also "post.grant" and "post.revoke".
export const knownActions = Object.keys(actions);

const actors: Record<string, Message> = {
  account: m.byAccount,
  operator: m.byOperator,
  system: m.bySystem,
  visitor: m.byVisitor,
  import: m.byImport,
};

export function actorName(actor: string): Message {
  return actors[actor] ?? { zh: actor, en: actor };
}
