#include "spine/people/roll_export.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "spine/documents/approval.h"
#include "spine/people/lists.h"
#include "spine/people/look.h"
#include "spine/people/register.h"
#include "spine/people/words.h"
#include "spine/people/writing.h"

namespace gulou::people {
namespace {

using documents::Cell;
using documents::ColumnKind;

constexpr std::string_view export_address = "/api/people/export";

// What is read and noted in one transaction; the numbers are opened after it.
struct Taken {
  std::vector<RecordLine> lines;
  std::string village_name;
  documents::ExportMark mark;
};

// The lines that are wanted, if the caller may have them, and what an approval is of.
struct Prepared {
  units::UnitSummary village;
  std::vector<RecordLine> lines;
  documents::Export what;
};

Result<std::vector<RecordLine>> lines_of(db::Reader& reader, Date today, const units::UnitSummary& village,
                                         const std::optional<Id>& group) {
  auto lines = TRY(
      find_lines(reader, today,
                 {.subtree = village.path, .group = group, .limit = static_cast<std::int64_t>(most_exported_people)}));
  if (lines.size() <= most_exported_people) return lines;
  return fail(
      invalid_fields({{"/village",
                       "too_many",
                       {fmt::format("一次最多导出{}人，请按组导出。", most_exported_people),
                        fmt::format("At most {} people at a time; export by groups.", most_exported_people)}}}));
}

// The number of whoever asked that it be kept and not used (PIPL 44) leaves in no file.
bool gives_number(const RecordLine& line) { return line.id_number_sealed && !line.restricted_at; }

std::int64_t with_number(const std::vector<RecordLine>& lines) { return std::ranges::count_if(lines, &gives_number); }

std::string said_of_numbers(const std::vector<RecordLine>& lines, bool whole) {
  if (!whole) return "身份证号码、电话打码。";
  const auto masked =
      std::ranges::count_if(lines, [](const auto& line) { return line.id_number_sealed && line.restricted_at; });
  if (masked == 0) return "身份证号码完整，电话打码。";
  return fmt::format("身份证号码完整，电话打码；其中{}人要求限制处理，号码打码。", masked);
}

WholeNumbers judged(std::int64_t numbers, std::int64_t left) {
  if (numbers <= left) return {.numbers = numbers, .left = left, .may = true, .refused_zh = {}, .refused_en = {}};
  return {.numbers = numbers,
          .left = left,
          .may = false,
          .refused_zh = fmt::format(
              "要导出{}个完整号码，超过一小时内还可查看的{}个。请导出打码的名册，或按组少量导出。", numbers, left),
          .refused_en = fmt::format("{} whole numbers are more than the {} that may still be looked at within the "
                                    "hour. Export them masked, or a smaller group.",
                                    numbers, left)};
}

Result<WholeNumbers> judge_whole(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                 const units::UnitSummary& village, const std::vector<RecordLine>& lines) {
  TRY(access::require(reader, caller, people_look, village));
  return judged(with_number(lines), TRY(looks_left(reader, caller, context.clock.now())));
}

Result<void> check_whole(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                         const units::UnitSummary& village, const std::vector<RecordLine>& lines) {
  auto whole = TRY(judge_whole(reader, context, caller, village, lines));
  if (whole.may) return {};
  return fail(
      invalid_fields({{"/whole_numbers", "too_many", {std::move(whole.refused_zh), std::move(whole.refused_en)}}}));
}

Result<void> note_looks(db::Transaction& tx, const access::Caller& caller, const std::vector<RecordLine>& lines,
                        const units::UnitSummary& village, const documents::ExportMark& mark) {
  for (const auto& line : lines)
    if (gives_number(line))
      TRY(tx.insert(look_table, LookRow{.id = Id::make(mark.at.ms()),
                                        .record_id = line.id,
                                        .village_id = line.village_id,
                                        .county_id = village.county_id,
                                        .what = Looked::id_number,
                                        .reason = fmt::format("导出：{}", mark.note),
                                        .at = mark.at,
                                        .account_id = caller.account_id,
                                        .post = caller.post,
                                        .entry = mark.number}));
  return {};
}

// What is agreed to, and compared with what is taken.
std::string parameters_of(const units::UnitSummary& village, const ExportRoll& wanted) {
  return json::write(json::Value::object()
                         .set("village", village.code)
                         .set("group", wanted.group ? json::Value(wanted.group->text()) : json::Value())
                         .set("whole_numbers", wanted.whole_numbers));
}

Text words_of(const units::UnitSummary& village, const std::vector<RecordLine>& lines, const ExportRoll& wanted) {
  Text part{"全村", "all of it"};
  if (wanted.group) part = lines.empty() ? Text{"一个组", "a group"} : Text{lines[0].unit_name, lines[0].unit_name};
  const Text numbers =
      wanted.whole_numbers ? Text{"身份证号码完整", "ID numbers whole"} : Text{"号码打码", "numbers masked"};
  return {fmt::format("{}居民名册（{}，{}）", village.name, part.zh, numbers.zh),
          fmt::format("Roll of {} ({}, {})", village.name, part.en, numbers.en)};
}

Result<Prepared> prepared(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                          const ExportRoll& wanted) {
  const auto village = TRY(village_for(reader, caller, people_export, wanted.village));
  auto lines = TRY(lines_of(reader, context.clock.today(), village, wanted.group));
  if (wanted.whole_numbers) TRY(check_whole(reader, context, caller, village, lines));
  const auto all =
      TRY(reader.integer("SELECT count(*) FROM person_record WHERE village_id = $1 AND left_on IS NULL", village.id));
  documents::Export what{.data = wanted.whole_numbers ? net::DataClass::sensitive : net::DataClass::personal,
                         .form = "xlsx",
                         .object_kind = "people.roll",
                         .object_id = village.code,
                         .unit_id = village.id,
                         .county_id = village.county_id,
                         .rows = static_cast<std::int64_t>(lines.size()),
                         .part = wanted.group ? wanted.group->text() : std::string(),
                         .whole_rows = all.value_or(0),
                         .address = std::string(export_address),
                         .what = words_of(village, lines, wanted),
                         .parameters = parameters_of(village, wanted)};
  return Prepared{village, std::move(lines), std::move(what)};
}

Result<Taken> take(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                   const ExportRoll& wanted) {
  auto [village, lines, what] = TRY(prepared(tx, context, caller, wanted));
  Taken taken{.lines = std::move(lines), .village_name = village.name, .mark = {}};
  taken.mark = TRY(documents::note_export(tx, context, caller, what, {wanted.purpose, wanted.note, wanted.approval}));
  if (wanted.whole_numbers) TRY(note_looks(tx, caller, taken.lines, village, taken.mark));
  return taken;
}

Cell text_or_nothing(const std::optional<std::string>& text) { return text ? Cell(*text) : Cell(); }

std::string word(Sex sex) { return sex == Sex::male ? "男" : sex == Sex::female ? "女" : ""; }

Result<std::vector<Cell>> row_of(const ModuleContext& context, const RecordLine& record, bool whole) {
  const auto line = TRY(line_of(context.vault, context.clock.today(), record));
  auto number = line.id_number;
  if (whole && gives_number(record))
    number = TRY(context.vault.open(id_number_place(record.person_id), *record.id_number_sealed));
  return std::vector<Cell>{text_or_nothing(line.group_name),
                           text_or_nothing(line.household_number),
                           line.name,
                           line.kinship ? Cell(label(*line.kinship).zh) : Cell(),
                           word(line.sex),
                           line.age,
                           line.ethnic,
                           text_or_nothing(number),
                           text_or_nothing(line.phone),
                           line.political == Political::unknown ? Cell() : Cell(label(line.political).zh),
                           label(line.status).zh};
}

}  // namespace

Result<WholeNumbers> whole_numbers(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                   std::string_view code, const std::optional<Id>& group) {
  const auto village = TRY(village_for(reader, caller, people_export, code));
  return judge_whole(reader, context, caller, village, TRY(lines_of(reader, context.clock.today(), village, group)));
}

Result<documents::Workbook> export_roll(const ModuleContext& context, const access::Caller& caller,
                                        const ExportRoll& wanted) {
  const auto taken =
      TRY(context.database.write([&](db::Transaction& tx) { return take(tx, context, caller, wanted); }));
  documents::Sheet sheet{.name = "居民名册",
                         .title = taken.village_name + "居民名册",
                         .note = fmt::format("{}，共{}人。{}", Date::of(taken.mark.at).text_zh(), taken.lines.size(),
                                             said_of_numbers(taken.lines, wanted.whole_numbers)),
                         .demo = std::ranges::any_of(taken.lines, &RecordLine::is_demo),
                         .columns = {{"组（寨）"},
                                     {"户号"},
                                     {"姓名"},
                                     {"与户主关系"},
                                     {"性别"},
                                     {"年龄", ColumnKind::number},
                                     {"民族"},
                                     {"身份证号码"},
                                     {"电话"},
                                     {"政治面貌"},
                                     {"居住情况"}},
                         .rows = {}};
  sheet.rows.reserve(taken.lines.size());
  for (const auto& line : taken.lines) sheet.rows.push_back(TRY(row_of(context, line, wanted.whole_numbers)));
  return documents::Workbook{.sheets = {std::move(sheet)}, .mark = taken.mark};
}

Result<Id> ask_for_roll(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const ExportRoll& wanted) {
  const auto asked = TRY(prepared(tx, context, caller, wanted));
  return documents::ask_approval(tx, context, caller, asked.what, {.purpose = wanted.purpose, .note = wanted.note});
}

}  // namespace gulou::people
