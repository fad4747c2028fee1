#include "modules/residents/own.h"

#include <fmt/format.h>

#include <algorithm>

#include "modules/residents/slip.h"
#include "spine/access/letters.h"
#include "spine/access/store.h"
#include "spine/journal/journal.h"
#include "spine/people/ethnic.h"
#include "spine/people/id_number.h"
#include "spine/people/lists.h"
#include "spine/people/phone.h"
#include "spine/people/words.h"
#include "spine/units/queries.h"

namespace gulou::residents {
namespace {

std::string shown(const std::optional<Date>& day) { return day ? day->text_zh() : std::string(); }

std::string_view word(people::Sex sex) {
  return sex == people::Sex::male ? "男" : sex == people::Sex::female ? "女" : "";
}

// The number that stands sealed there, whole or masked; "" where there is none.
Result<std::string> number(const vault::Vault& vault, const vault::Place& place,
                           const std::optional<std::string>& sealed, bool whole,
                           std::string (*masked)(std::string_view)) {
  if (!sealed) return std::string();
  const auto plain = TRY(vault.open(place, *sealed));
  return whole ? plain : masked(plain);
}

Result<std::vector<KeptFact>> facts_of_person(const ModuleContext& context, const people::PersonRow& person,
                                              bool whole) {
  const auto id_number = TRY(number(context.vault, people::id_number_place(person.id), person.id_number_sealed, whole,
                                    &people::masked_id_number));
  return std::vector<KeptFact>{
      {"姓名", person.name},
      {"性别", std::string(word(person.sex))},
      {"民族", people::ethnic_label(person.ethnic_code, person.ethnic_text)},
      {"公民身份号码", id_number},
      {"出生日期", person.born_on.text_zh()},
      {"政治面貌", person.political == people::Political::unknown ? "" : people::label(person.political).zh},
      {"去世日期", shown(person.died_on)},
      {"登记时间", Date::of(person.created_at).text_zh()}};
}

Result<KeptRecord> record_kept(db::Reader& reader, const ModuleContext& context, const people::RecordRow& record,
                               bool whole) {
  const auto village = TRY(units::by_id(reader, record.village_id));
  const auto unit = TRY(units::by_id(reader, record.unit_id));
  const auto household =
      record.household_id ? TRY(people::household_by_id(reader, *record.household_id)) : std::nullopt;
  const auto phone =
      TRY(number(context.vault, people::phone_place(record.id), record.phone_sealed, whole, &people::masked_phone));
  return KeptRecord{.village_name = village.name,
                    .facts = {{"户籍与居住", people::label(record.status).zh},
                              {"组（寨）", unit.id == village.id ? std::string() : unit.name},
                              {"户号", household ? household->number : ""},
                              {"门牌", household ? household->address : ""},
                              {"与户主的关系", record.kinship ? people::label(*record.kinship).zh : ""},
                              {"电话", phone},
                              {"怎样登记的", people::label(record.arrival).zh},
                              {"从哪天起", shown(record.since)},
                              {"怎样离开的", record.departure ? people::label(*record.departure).zh : ""},
                              {"哪天离开的", shown(record.left_on)}}};
}

struct RecordId {
  Id id;
};

constexpr auto describe(Tag<RecordId>) {
  return object("RecordId", "A record of a person", field<&RecordId::id>("id", "Id"));
}

Result<std::vector<people::RecordRow>> records_of(db::Reader& reader, const Id& person) {
  std::vector<people::RecordRow> records;
  for (const auto& found :
       TRY(reader.all<RecordId>("SELECT id FROM person_record WHERE person_id = $1 ORDER BY id", person)))
    records.push_back(TRY(people::record_by_id(reader, found.id)));
  return records;
}

Result<void> add_events(db::Reader& reader, const Id& person, std::vector<KeptEvent>& events) {
  const auto looks = TRY(reader.all<people::LookRow>(
      "SELECT l.id, l.record_id, l.village_id, l.county_id, l.what, l.reason, l.at, l.account_id, l.post, l.entry, "
      "l.met, "
      "l.uncounted FROM person_look l JOIN person_record r ON r.id = l.record_id WHERE r.person_id = $1",
      person));
  for (const auto& each : looks)
    events.push_back({each.at,
                      each.met                             ? "填写了相同的身份号码"
                      : each.what == people::Looked::phone ? "看了完整的电话号码"
                                                           : "看了完整的身份号码",
                      each.post, each.reason});
  const auto changes = TRY(reader.all<people::ChangeRow>(
      "SELECT c.id, c.record_id, c.action, c.fields, c.at, c.account_id, c.post, c.entry "
      "FROM person_change c JOIN person_record r ON r.id = c.record_id WHERE r.person_id = $1",
      person));
  for (const auto& each : changes) {
    const std::string what = each.action == "people.add"         ? "登记进名册"
                             : each.action == "people.leave"     ? "登记为已离开"
                             : each.action == "people.reinstate" ? "撤销了离开的登记"
                                                                 : "修改了登记";
    events.push_back({each.at, what, each.post, ""});
  }
  std::ranges::sort(events, [](const KeptEvent& a, const KeptEvent& b) { return a.at > b.at; });
  return {};
}

Result<OwnCopy> collect(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                        const Resident& resident, bool whole) {
  const auto person = TRY(people::person_by_id(reader, resident.person_id));
  if (!person) return fail(people::no_such_person());
  const auto account = TRY(access::account(reader, resident.account_id));
  auto facts = TRY(facts_of_person(context, *person, whole));
  auto requests = TRY(own_requests(reader, context, caller, person->id, whole));
  OwnCopy copy{.name = person->name,
               .whole = whole,
               .person = std::move(facts),
               .records = {},
               .account = {{"登录名", account.name}, {"加入时间", Date::of(resident.joined_at).text_zh()}},
               .requests = std::move(requests),
               .events = {},
               .made_at = context.clock.now(),
               .number = 0,
               .is_demo = person->is_demo};
  for (const auto& record : TRY(records_of(reader, person->id)))
    copy.records.push_back(TRY(record_kept(reader, context, record, whole)));
  if (const auto letters = TRY(access::letters_of(reader, resident.account_id)))
    copy.account.push_back({"页面的字", std::string(access::letters_word(letters->letters))});
  TRY(add_events(reader, person->id, copy.events));
  return copy;
}

documents::PaperTable table_of(std::string caption, const std::vector<KeptFact>& facts) {
  documents::PaperTable table{.caption = std::move(caption),
                              .columns = {{"项目", documents::Align::left}, {"内容", documents::Align::left}},
                              .rows = {}};
  for (const auto& fact : facts) table.rows.push_back({{fact.name, fact.value.empty() ? "（没有）" : fact.value}});
  return table;
}

}  // namespace

std::vector<access::Permission> permissions() {
  using access::Role;
  return {{.name = std::string(residents_own),
           .allows = {"看自己被登记的信息，取副本", "See what is kept of oneself, and take a copy"},
           .roles = {Role::resident}},
          {.name = std::string(residents_form),
           .allows = {"在自己的页面上提交表单", "Send the forms of one's own page"},
           .roles = {Role::resident}},
          {.name = std::string(residents_invite),
           .allows = {"打印本村居民的登记条", "Print slips with which the village's residents join"},
           .roles = {Role::village_committee, Role::township}}};
}

Result<OwnCopy> own_view(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                         const Resident& resident) {
  return collect(reader, context, caller, resident, false);
}

Result<OwnCopy> own_copy(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller) {
  const auto resident = TRY(resident_of(tx, caller));
  auto copy = TRY(collect(tx, context, caller, resident, true));
  const auto record = TRY(people::record_by_id(tx, resident.record_id));
  copy.number = TRY(journal::record(tx, context.clock, access::actor_of(caller),
                                    {.action = "residents.copy",
                                     .object_kind = "person",
                                     .object_id = resident.person_id.text(),
                                     .unit_id = record.village_id,
                                     .county_id = record.county_id}));
  return copy;
}

documents::ExportMark copy_mark(const OwnCopy& copy) {
  return {.number = copy.number,
          .data = net::DataClass::sensitive,
          .at = copy.made_at,
          .requester = copy.name,
          .purpose = documents::Purpose::own_copy,
          .note = "个人信息保护法第四十五条"};
}

documents::Paper copy_paper(const OwnCopy& copy) {
  documents::Paper paper{.title = "个人信息副本"};
  paper.blocks.push_back(documents::paragraph(
      fmt::format("{}：这是本系统保存的关于您的全部信息。有不对的，可以要求村里更正。", copy.name)));
  paper.blocks.push_back(documents::table(table_of("一、本人", copy.person)));
  for (const auto& record : copy.records)
    paper.blocks.push_back(documents::table(table_of(fmt::format("二、{}的登记", record.village_name), record.facts)));
  paper.blocks.push_back(documents::table(table_of("三、账号", copy.account)));
  documents::PaperTable asked{.caption = "四、提出的请求",
                              .columns = {{"时间", documents::Align::left},
                                          {"请求", documents::Align::left},
                                          {"内容", documents::Align::left},
                                          {"办理", documents::Align::left}},
                              .rows = {}};
  for (const auto& each : copy.requests)
    asked.rows.push_back(
        {{Date::of(each.asked_at).text_zh(), each.kind_zh + each.field_zh,
          each.why.empty() ? each.wanted : fmt::format("{}（{}）", each.wanted, each.why), each.state_zh}});
  if (asked.rows.empty()) asked.rows.push_back({{"—", "还没有", "—", "—"}});
  paper.blocks.push_back(documents::table(std::move(asked)));
  documents::PaperTable events{.caption = "五、谁看过、改过",
                               .columns = {{"时间", documents::Align::left},
                                           {"做了什么", documents::Align::left},
                                           {"由谁", documents::Align::left},
                                           {"理由", documents::Align::left}},
                               .rows = {}};
  for (const auto& event : copy.events)
    events.rows.push_back({{Date::of(event.at).text_zh(), event.what, event.by, event.why}});
  if (events.rows.empty()) events.rows.push_back({{"—", "还没有", "—", "—"}});
  paper.blocks.push_back(documents::table(std::move(events)));
  paper.signed_on = Date::of(copy.made_at);
  paper.demo = copy.is_demo;
  return paper;
}

}  // namespace gulou::residents
