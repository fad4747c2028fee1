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
  'plan.report': m.reports,
  'plan.report.create': m.reportCreate,
  'plan.report.write': m.reportWrite,
  'plan.report.submit': m.reportSubmit,
  'plan.report.accept': m.reportAccept,
  'plan.report.return': m.reportReturn,
  'plan.report.withdraw': m.reportWithdraw,
  'plan.press': m.presses,
  'plan.press.create': m.pressCreate,
  'plan.press.reply': m.pressReply,
  'plan.press.withdraw': m.pressWithdraw,
  'plan.comment': m.comments,
  'plan.comment.create': m.commentCreate,
  'plan.comment.publish': m.commentPublish,
  'plan.comment.refuse': m.commentRefuse,
  'plan.draft': m.drafts,
  'plan.draft.create': m.draftCreate,
  'plan.draft.save': m.draftSave,
  'plan.draft.publish': m.draftPublish,
  'plan.draft.discard': m.draftDiscard,
  'plan.circular.issue': m.circularIssue,
  'residents.request': m.requests,
  'residents.request.create': m.requestCreate,
  'residents.request.correct': m.requestCorrect,
  'residents.request.erase': m.requestErase,
  'residents.request.restrict': m.requestRestrict,
  'residents.request.refuse': m.requestRefuse,
  'residents.request.withdraw': m.requestWithdraw,
  'residents.request.lift': m.requestLift,
  'people.succession': m.peopleSuccession,
  'residents.succession': m.residentsSuccession,
  attachment: m.attachments,
  'attachment.add': m.attachmentAdd,
  'documents.export': m.documentsExport,
  'attachment.remove': m.attachmentRemove,
  obligation: m.obligations,
  'obligation.warn': m.obligationWarn,
  'obligation.escalate': m.obligationEscalate,
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

const objects: Record<string, Message> = {
  account: m.anAccount,
  attachment: m.anAttachment,
  measure: m.aMeasure,
  obligation: m.anObligation,
  operator_token: m.aToken,
  plan: m.aPlan,
  'plan.circular': m.aCircular,
  'plan.comment': m.aComment,
  'plan.draft': m.aDraft,
  'plan.press': m.aPress,
  'plan.report': m.aReport,
  'residents.request': m.aRequest,
  post: m.aPost,
  rule: m.aRule,
  setting: m.aSetting,
  unit: m.aUnit,
  unit_import: m.anImport,
};

export function objectName(kind: string): Message {
  return objects[kind] ?? { zh: kind, en: kind };
}

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
