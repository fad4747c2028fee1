#include "modules/notices/notice.h"

#include <algorithm>

#include "spine/units/queries.h"

namespace gulou::notices {

using workflow::Where;

const db::Table notice_table{
    .name = "notice",
    .row = &type_of<NoticeRow>,
    .primary_key = "id",
    .foreign_keys = {{"unit_id", "unit(id)"}},
    .indexes = {{"notice_of_unit", "unit_id, state, until_on"}, {"notice_due", "state, until_on"}}};

const workflow::Machine& notice_machine() {
  static const workflow::Machine machine{.object_kind = "notices.notice",
                                         .name = {"公告", "notice"},
                                         .table = "notice",
                                         .initial = "draft",
                                         .states = {{"draft", {"草稿", "Draft"}},
                                                    {"published", {"已发布", "Published"}},
                                                    {"withdrawn", {"已撤回", "Withdrawn"}},
                                                    {"expired", {"已到期", "Expired"}},
                                                    {"discarded", {"已作废", "Discarded"}}},
                                         .actions = {{.name = "write",
                                                      .label = {"保存草稿", "Save draft"},
                                                      .done = {"改了草稿", "changed the draft"},
                                                      .from = {"draft"},
                                                      .to = "",
                                                      .permission = std::string(write_permission)},
                                                     {.name = "publish",
                                                      .label = {"发布", "Publish"},
                                                      .done = {"发布了公告", "published the notice"},
                                                      .from = {"draft"},
                                                      .to = "published",
                                                      .permission = std::string(write_permission)},
                                                     {.name = "discard",
                                                      .label = {"作废", "Discard"},
                                                      .done = {"作废了草稿", "discarded the draft"},
                                                      .from = {"draft"},
                                                      .to = "discarded",
                                                      .permission = std::string(write_permission)},
                                                     {.name = "withdraw",
                                                      .label = {"撤回", "Withdraw"},
                                                      .done = {"撤回了公告", "withdrew the notice"},
                                                      .from = {"published"},
                                                      .to = "withdrawn",
                                                      .permission = std::string(write_permission),
                                                      .where = Where::own_or_above,
                                                      .asks_reason = true},
                                                     // Time does this (expire_notices); it has no route.
                                                     {.name = "expire",
                                                      .label = {"到期", "Expire"},
                                                      .done = {"公示期满，已撤下", "was taken down at its end"},
                                                      .from = {"published"},
                                                      .to = "expired",
                                                      .permission = std::string(write_permission)}}};
  return machine;
}

std::vector<access::Permission> notice_permissions() {
  using access::Role;
  const std::vector<Role> writers = {Role::prefecture_bureau, Role::county_bureau, Role::township,
                                     Role::village_committee};
  auto readers = writers;
  readers.insert(readers.end(), {Role::village_supervision, Role::community_supervision});
  return {{.name = std::string(write_permission),
           .allows = {"起草、发布本单位的公告和录音，撤回本单位和下级的公告",
                      "Write and publish the own unit's notices and recordings; withdraw those of units below too"},
           .roles = writers},
          {.name = std::string(read_permission),
           .allows = {"查看公告，包括草稿和已撤下的", "Read notices, drafts and ended ones too"},
           .roles = readers}};
}

namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// What is common to a new draft and a changed one.
Result<void> check(const std::string& title, const std::string& text, Date from_on, Date until_on) {
  std::vector<FieldError> errors;
  if (title.empty()) errors.push_back({"/title", "required", {"请写标题。", "Give it a title."}});
  if (text.empty()) errors.push_back({"/text", "required", {"请写公告内容。", "Write the text."}});
  if (until_on < from_on)
    errors.push_back(
        {"/until_on", "until_before_from", {"截止日期不能早于开始日期。", "The last day cannot be before the first."}});
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  return {};
}

Result<void> check_publication(db::Reader& reader, const Id& id, Date today) {
  const auto row = TRY(find_notice(reader, id));
  if (row.until_on >= today) return {};
  return fail(invalid_fields(
      {{"/until_on",
        "until_in_the_past",
        {"截止日期已经过了，请先改日期再发布。", "Its last day is over; change it before publishing."}}}));
}

// Gulou itself, as time passes.
access::Caller time_itself(const Clock& clock) {
  access::Caller caller;
  caller.kind = journal::ActorKind::system;
  caller.on_shell = true;
  caller.today = clock.today();
  return caller;
}

}  // namespace

Result<NoticeRow> find_notice(db::Reader& reader, const Id& id) {
  auto row = TRY(reader.first<NoticeRow>(
      "SELECT id, unit_id, county_id, kind, title, text, from_on, until_on, contact, state, version, made_at, "
      "published_at, ended_at, is_demo FROM notice WHERE id = $1",
      id));
  if (!row) return fail(not_found_error({"没有这份公告。", "There is no such notice."}));
  return std::move(*row);
}

Result<Id> begin_notice(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const NewNotice& wanted, bool is_demo) {
  const auto unit = TRY(units::by_code(tx, wanted.unit));
  TRY(workflow::permit(tx, caller, write_permission, Where::own, unit));
  const auto title = trimmed(wanted.title);
  const auto text = trimmed(wanted.text);
  TRY(check(title, text, wanted.from_on, wanted.until_on));
  const NoticeRow row{.id = Id::make(context.clock.now().ms()),
                      .unit_id = unit.id,
                      .county_id = unit.county_id,
                      .kind = wanted.kind,
                      .title = title,
                      .text = text,
                      .from_on = wanted.from_on,
                      .until_on = wanted.until_on,
                      .contact = trimmed(wanted.contact.value_or("")),
                      .state = notice_machine().initial,
                      .made_at = context.clock.now(),
                      .published_at = {},
                      .ended_at = {},
                      .is_demo = is_demo};
  TRY(tx.insert(notice_table, row));
  TRY(workflow::created(tx, context.clock, caller, notice_machine(), {row.id, row.state, row.version, row.unit_id}));
  return row.id;
}

Result<void> write_notice(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                          const WriteNotice& written) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    const auto title = trimmed(written.title);
    const auto text = trimmed(written.text);
    TRY(check(title, text, written.from_on, written.until_on));
    TRY(tx.execute(
        "UPDATE notice SET kind = $2, title = $3, text = $4, from_on = $5, until_on = $6, contact = $7 WHERE id = $1",
        subject.id, written.kind, title, text, written.from_on, written.until_on,
        trimmed(written.contact.value_or(""))));
    return json::Value();
  };
  TRY(workflow::perform(tx, context.clock, caller, notice_machine(),
                        {.action = "write", .id = id, .version = written.version}, change));
  return {};
}

Result<void> act_on_notice(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& id, std::string_view action, const ActOnNotice& act) {
  const bool publishes = action == "publish";
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    if (publishes) TRY(check_publication(tx, subject.id, context.clock.today()));
    TRY(tx.execute(publishes ? "UPDATE notice SET published_at = $2 WHERE id = $1"
                             : "UPDATE notice SET ended_at = $2 WHERE id = $1",
                   subject.id, context.clock.now()));
    return json::Value();
  };
  TRY(workflow::perform(tx, context.clock, caller, notice_machine(),
                        {.action = action, .id = id, .version = act.version, .reason = act.reason.value_or("")},
                        change));
  return {};
}

Result<std::int64_t> expire_notices(const ModuleContext& context) {
  const auto today = context.clock.today();
  const auto due = TRY(context.database.read([&](db::Reader& reader) {
    return reader.all<workflow::Subject>(
        "SELECT id, state, version, unit_id FROM notice WHERE state = 'published' AND until_on < $1 ORDER BY id LIMIT "
        "1000",
        today);
  }));
  std::int64_t ended = 0;
  for (const auto& each : due) {
    const auto done = context.database.write([&](db::Transaction& tx) {
      return act_on_notice(tx, context, time_itself(context.clock), each.id, "expire", {each.version, {}});
    });
    if (done) ++ended;
    // Someone withdrew it meanwhile: then there is nothing to do.
    if (!done && done.error().kind != ErrorKind::conflict) return fail(done.error());
  }
  return ended;
}

}  // namespace gulou::notices
