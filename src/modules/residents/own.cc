#include "modules/residents/own.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/utf8.h"
#include "modules/residents/slip.h"
#include "spine/access/letters.h"
#include "spine/access/store.h"
#include "spine/journal/journal.h"
#include "spine/people/erasure.h"
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

std::string as_kept(std::string_view number) { return std::string(number); }

// The number that stands sealed there, whole as `written` or masked; "" where there is none.
Result<std::string> number(const vault::Vault& vault, const vault::Place& place,
                           const std::optional<std::string>& sealed, bool whole,
                           std::string (*written)(std::string_view), std::string (*masked)(std::string_view)) {
  if (!sealed) return std::string();
  const auto plain = TRY(vault.open(place, *sealed));
  return whole ? written(plain) : masked(plain);
}

Result<std::vector<KeptFact>> facts_of_person(const ModuleContext& context, const people::PersonRow& person,
                                              bool whole) {
  const auto id_number = TRY(number(context.vault, people::id_number_place(person.id), person.id_number_sealed, whole,
                                    &as_kept, &people::masked_id_number));
  // Beside the masked number, which hides just the date, it would be the whole one (decision 13).
  const auto born = whole || id_number.empty() ? person.born_on.text_zh() : std::string("和完整号码一起在副本里");
  std::vector<KeptFact> facts{
      {"姓名", person.name},
      {"性别", std::string(word(person.sex))},
      {"民族", people::ethnic_label(person.ethnic_code, person.ethnic_text)},
      {"身份证号码", id_number},
      {"出生日期", born},
      {"政治面貌", person.political == people::Political::unknown ? "" : people::label(person.political).zh},
      {"登记时间", Date::of(person.created_at).text_zh()}};
  if (person.died_on) facts.push_back({"去世日期", shown(person.died_on)});
  return facts;
}

Result<KeptRecord> record_kept(db::Reader& reader, const ModuleContext& context, const people::RecordRow& record,
                               bool whole) {
  const auto village = TRY(units::by_id(reader, record.village_id));
  const auto unit = TRY(units::by_id(reader, record.unit_id));
  const auto household =
      record.household_id ? TRY(people::household_by_id(reader, *record.household_id)) : std::nullopt;
  const auto phone = TRY(number(context.vault, people::phone_place(record.id), record.phone_sealed, whole,
                                &people::dialled, &people::masked_phone));
  return KeptRecord{.village_name = village.name,
                    .facts = {{"居住情况", people::label(record.status).zh},
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

std::string minute(Instant at) {
  const auto midnight = Date::of(at).start();
  const auto minutes = (at.ms() - midnight.ms()) / 60'000;
  return fmt::format("{}{}:{:02}", Date::of(at).text_zh(), minutes / 60, minutes % 60);
}

// ---- family

// Is the other one in a household of the person's today? Who lives under one roof knows the name; of anybody else the
// family name is enough to know who is meant, and the rest is theirs.
Result<bool> under_one_roof(db::Reader& reader, const Id& one, const Id& other) {
  const auto shared =
      TRY(reader.integer("SELECT count(*) FROM person_record a JOIN person_record b ON b.household_id = a.household_id "
                         "WHERE a.person_id = $1 AND b.person_id = $2 AND a.left_on IS NULL AND b.left_on IS NULL",
                         one, other));
  return shared.value_or(0) > 0;
}

std::string masked_name(std::string_view name) {
  return std::string(name.substr(0, utf8::sequence_length(name))) + "**";
}

Result<KeptFact> tie_kept(db::Reader& reader, const Id& person, const people::TieRow& tie) {
  const bool first = tie.person_id == person;
  const auto& other_id = first ? tie.other_id : tie.person_id;
  const auto other = TRY(people::person_by_id(reader, other_id));
  if (!other) return fail(internal_error("a tie to nobody"));
  const bool known = TRY(under_one_roof(reader, person, other_id));
  const auto village = TRY(units::by_id(reader, tie.village_id));
  std::string value = known ? other->name : masked_name(other->name);
  value += fmt::format("（{}登记）", village.name);
  if (tie.ended_on) value += fmt::format("，{}结束", tie.ended_on->text_zh());
  return KeptFact{tie.kind == people::TieKind::spouse ? "配偶" : first ? "子女" : "父母", std::move(value)};
}

Result<std::vector<KeptFact>> family_of(db::Reader& reader, const Id& person) {
  std::vector<KeptFact> family;
  for (const auto& tie : TRY(reader.all<people::TieRow>(
           "SELECT id, kind, person_id, other_id, village_id, ended_on, is_demo FROM person_tie "
           "WHERE person_id = $1 OR other_id = $1 ORDER BY id",
           person)))
    family.push_back(TRY(tie_kept(reader, person, tie)));
  std::ranges::sort(family, {}, [](const KeptFact& each) { return std::pair(each.name, each.value); });
  return family;
}

// ---- account, sessions, slips: names are short, for they stand beside what is kept on a narrow telephone

Result<std::vector<KeptFact>> account_kept(db::Reader& reader, const Resident& resident) {
  const auto account = TRY(access::account(reader, resident.account_id));
  const auto record = TRY(people::record_by_id(reader, resident.record_id));
  const auto village = TRY(units::by_id(reader, record.village_id));
  const auto browsers =
      TRY(reader.integer("SELECT count(*) FROM known_browser WHERE account_id = $1", resident.account_id)).value_or(0);
  const auto letters = TRY(access::letters_of(reader, resident.account_id));
  return std::vector<KeptFact>{
      {"登录名", account.name},
      {"账号姓名", account.display_name},
      {"加入时间", minute(resident.joined_at)},
      {"加入凭据", village.name + "的登记条"},
      {"密码", account.password_set_at ? minute(*account.password_set_at) + "设置（密码本身不保存）" : std::string()},
      {"上次登录", account.signed_in_at ? minute(*account.signed_in_at) : std::string()},
      {"输错密码", fmt::format("上次登录以后{}次", account.wrong_tries)},
      {"浏览器", fmt::format("记住{}个（只有编号的校验值）", browsers)},
      {"页面的字", letters ? std::string(access::letters_word(letters->letters)) : std::string()}};
}

Result<std::vector<KeptFact>> sessions_of(db::Reader& reader, const Id& account) {
  std::vector<KeptFact> sessions;
  for (const auto& each : TRY(reader.all<access::Session>(
           fmt::format("SELECT {} FROM session WHERE account_id = $1 ORDER BY created_at DESC, id DESC",
                       access::session_columns),
           account)))
    sessions.push_back({fmt::format("第{}个", sessions.size() + 1),
                        fmt::format("{}起，{}，最后使用{}", minute(each.created_at),
                                    each.browser.empty() ? "浏览器不明" : each.browser, minute(each.seen_at))});
  return sessions;
}

std::string became_of(const Slip& slip, Date today) {
  if (slip.used_at) return minute(*slip.used_at) + "凭它加入";
  if (slip.void_at) return minute(*slip.void_at) + "作废";
  return slip.until < today ? "已过期" : "还可以用";
}

Result<std::vector<KeptFact>> slips_kept(db::Reader& reader, const ModuleContext& context, const Id& person) {
  std::vector<KeptFact> slips;
  for (const auto& record : TRY(people::records_of_person(reader, person)))
    for (const auto& slip : TRY(slips_of(reader, record.id))) {
      const auto village = TRY(units::by_id(reader, slip.village_id));
      slips.push_back({fmt::format("第{}张", slips.size() + 1),
                       fmt::format("{}打印（{}），{}，输错出生日期{}次，有效期至{}", minute(slip.made_at), village.name,
                                   became_of(slip, context.clock.today()), slip.tries, slip.until.text_zh())});
    }
  return slips;
}

// ---- what was done with it

struct Word {
  std::string_view name;
  std::string_view zh;
};

// The names under which people/writing.h tells what was changed, as people/households.h what was recorded.
constexpr Word field_words[] = {{"name", "姓名"},          {"sex", "性别"},       {"ethnic_code", "民族"},
                                {"ethnic_text", "民族"},   {"id_number", "号码"}, {"born_on", "出生日期"},
                                {"political", "政治面貌"}, {"phone", "电话"},     {"status", "居住情况"},
                                {"group", "组（寨）"},     {"household", "户号"}, {"kinship", "与户主的关系"},
                                {"arrival", "怎样登记的"}, {"since", "从哪天起"}};
constexpr Word action_words[] = {{"people.add", "登记进名册"},
                                 {"people.leave", "登记为已离开"},
                                 {"people.reinstate", "撤销了离开的登记"},
                                 {"people.tie", "登记了亲属关系"},
                                 {"people.untie", "登记了婚姻结束"}};

std::string_view word_of(std::span<const Word> words, std::string_view name) {
  const auto found = std::ranges::find(words, name, &Word::name);
  return found == words.end() ? std::string_view() : found->zh;
}

// "：姓名、电话" of "name,phone".
std::string fields_in_words(std::string_view names) {
  std::vector<std::string_view> words;
  while (!names.empty()) {
    const auto comma = names.find(',');
    const auto word = word_of(field_words, names.substr(0, comma));
    if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(word);
    names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
  }
  return words.empty() ? std::string() : fmt::format("：{}", fmt::join(words, "、"));
}

// A row of a roll that names no field entered somebody.
std::string change_in_words(const people::ChangeRow& change) {
  if (change.action == "people.import")
    return change.fields.empty() ? "由名册导入登记" : "由名册导入，修改了登记" + fields_in_words(change.fields);
  const auto word = word_of(action_words, change.action);
  return word.empty() ? "修改了登记" + fields_in_words(change.fields) : std::string(word);
}

Result<void> add_looks(db::Reader& reader, const Id& person, std::vector<KeptEvent>& events) {
  const auto looks = TRY(reader.all<people::LookRow>(
      "SELECT l.id, l.record_id, l.village_id, l.county_id, l.what, l.reason, l.at, l.account_id, l.post, l.entry, "
      "l.met, "
      "l.uncounted FROM person_look l JOIN person_record r ON r.id = l.record_id WHERE r.person_id = $1",
      person));
  for (const auto& each : looks)
    events.push_back({each.at,
                      each.met                             ? "填写了相同的身份证号码"
                      : each.what == people::Looked::phone ? "看了完整的电话号码"
                                                           : "看了完整的身份证号码",
                      each.post, each.reason});
  const auto found = TRY(reader.all<people::FoundRow>(
      "SELECT f.id, f.record_id, f.what, f.at, f.account_id, f.post, f.entry FROM person_found f "
      "JOIN person_record r ON r.id = f.record_id WHERE r.person_id = $1",
      person));
  for (const auto& each : found)
    events.push_back(
        {each.at, each.what == people::Looked::phone ? "按电话号码查到您" : "按身份证号码查到您", each.post, ""});
  return {};
}

Result<std::vector<KeptEvent>> events_of(db::Reader& reader, const Id& person) {
  std::vector<KeptEvent> events;
  TRY(add_looks(reader, person, events));
  for (const auto& each : TRY(reader.all<people::ChangeRow>(
           "SELECT c.id, c.record_id, c.action, c.fields, c.at, c.account_id, c.post, c.entry "
           "FROM person_change c JOIN person_record r ON r.id = c.record_id WHERE r.person_id = $1",
           person)))
    events.push_back({each.at, change_in_words(each), each.post, ""});
  std::ranges::stable_sort(events, [](const KeptEvent& a, const KeptEvent& b) { return a.at > b.at; });
  return events;
}

Result<OwnCopy> collect(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                        const Resident& resident, bool whole) {
  const auto person = TRY(people::person_by_id(reader, resident.person_id));
  if (!person) return fail(people::no_such_person());
  auto facts = TRY(facts_of_person(context, *person, whole));
  auto family = TRY(family_of(reader, person->id));
  auto account = TRY(account_kept(reader, resident));
  auto sessions = TRY(sessions_of(reader, resident.account_id));
  auto slips = TRY(slips_kept(reader, context, person->id));
  auto requests = TRY(own_requests(reader, context, caller, person->id, whole));
  auto events = TRY(events_of(reader, person->id));
  OwnCopy copy{.name = person->name,
               .whole = whole,
               .person = std::move(facts),
               .records = {},
               .family = std::move(family),
               .account = std::move(account),
               .sessions = std::move(sessions),
               .slips = std::move(slips),
               .requests = std::move(requests),
               .events = std::move(events),
               .made_at = context.clock.now(),
               .number = 0,
               .is_demo = person->is_demo};
  for (const auto& record : TRY(people::records_of_person(reader, person->id)))
    copy.records.push_back(TRY(record_kept(reader, context, record, whole)));
  return copy;
}

documents::PaperTable table_of(std::string caption, const std::vector<KeptFact>& facts) {
  documents::PaperTable table{.caption = std::move(caption),
                              .columns = {{"项目", documents::Align::left}, {"内容", documents::Align::left}},
                              .rows = {}};
  for (const auto& fact : facts) table.rows.push_back({{fact.name, fact.value.empty() ? "（没有）" : fact.value}});
  if (table.rows.empty()) table.rows.push_back({{"—", "（没有）"}});
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

std::vector<std::pair<std::string, const std::vector<KeptFact>*>> further_sections(const OwnCopy& copy) {
  return {{"亲属关系", &copy.family}, {"账号", &copy.account}, {"登录", &copy.sessions}, {"登记条", &copy.slips}};
}

documents::Paper copy_paper(const OwnCopy& copy) {
  documents::Paper paper{.title = "个人信息副本"};
  paper.blocks.push_back(documents::paragraph(
      fmt::format("{}：这是本系统保存的关于您的信息。有不对的，可以要求村里更正。操作日志里只有编号和校验值，"
                  "别人写的文字里提到您的，没有列在这里。不同户的亲属只写姓，其余是亲属本人的信息。",
                  copy.name)));
  paper.blocks.push_back(documents::table(table_of("一、本人", copy.person)));
  for (const auto& record : copy.records)
    paper.blocks.push_back(documents::table(table_of(fmt::format("二、{}的登记", record.village_name), record.facts)));
  constexpr std::array<std::string_view, 4> numerals = {"三", "四", "五", "六"};
  std::size_t section = 0;
  for (const auto& [title, facts] : further_sections(copy))
    paper.blocks.push_back(documents::table(table_of(fmt::format("{}、{}", numerals.at(section++), title), *facts)));
  documents::PaperTable asked{.caption = "七、提出的请求",
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
  documents::PaperTable events{.caption = "八、谁看过、查过、改过",
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
