#include "spine/people/roll_export.h"

#include <fmt/format.h>

#include <algorithm>

#include "spine/people/lists.h"
#include "spine/people/look.h"
#include "spine/people/register.h"
#include "spine/people/words.h"
#include "spine/people/writing.h"

namespace gulou::people {
namespace {

using documents::Cell;
using documents::ColumnKind;

// What is read and noted in one transaction; the numbers are opened after it.
struct Taken {
  std::vector<RecordLine> lines;
  std::string village_name;
  documents::ExportMark mark;
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

std::int64_t with_number(const std::vector<RecordLine>& lines) {
  return std::ranges::count_if(lines, [](const RecordLine& line) { return line.id_number_sealed.has_value(); });
}

Result<void> check_whole(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                         const units::UnitSummary& village, std::int64_t numbers) {
  TRY(access::require(reader, caller, people_look, village));
  const auto left =
      std::max<std::int64_t>(0, looks_per_hour - TRY(looks_this_hour(reader, caller, context.clock.now())));
  if (numbers <= left) return {};
  return fail(invalid_fields(
      {{"/whole_numbers",
        "too_many",
        {fmt::format("要导出{}个完整号码，超过一小时内还可查看的{}个。请导出打码的名册，或按组少量导出。", numbers,
                     left),
         fmt::format("{} whole numbers are more than the {} that may still be looked at within the hour. Export them "
                     "masked, or a smaller group.",
                     numbers, left)}}}));
}

Result<void> note_looks(db::Transaction& tx, const access::Caller& caller, const std::vector<RecordLine>& lines,
                        const units::UnitSummary& village, const documents::ExportMark& mark) {
  for (const auto& line : lines)
    if (line.id_number_sealed)
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

Result<Taken> take(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                   const ExportRoll& wanted) {
  const auto village = TRY(village_for(tx, caller, people_export, wanted.village));
  Taken taken{.lines = TRY(lines_of(tx, context.clock.today(), village, wanted.group)),
              .village_name = village.name,
              .mark = {}};
  if (wanted.whole_numbers) TRY(check_whole(tx, context, caller, village, with_number(taken.lines)));
  const documents::Export what{.data = wanted.whole_numbers ? net::DataClass::sensitive : net::DataClass::personal,
                               .form = "xlsx",
                               .object_kind = "people.roll",
                               .object_id = village.code,
                               .unit_id = village.id,
                               .county_id = village.county_id,
                               .rows = static_cast<std::int64_t>(taken.lines.size())};
  taken.mark = TRY(documents::note_export(tx, context.clock, caller, what, {wanted.purpose, wanted.note}));
  if (wanted.whole_numbers) TRY(note_looks(tx, caller, taken.lines, village, taken.mark));
  return taken;
}

Cell text_or_nothing(const std::optional<std::string>& text) { return text ? Cell(*text) : Cell(); }

std::string word(Sex sex) { return sex == Sex::male ? "男" : sex == Sex::female ? "女" : ""; }

Result<std::vector<Cell>> row_of(const ModuleContext& context, const RecordLine& record, bool whole) {
  const auto line = TRY(line_of(context.vault, context.clock.today(), record));
  auto number = line.id_number;
  if (whole && record.id_number_sealed)
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

Result<documents::Workbook> export_roll(const ModuleContext& context, const access::Caller& caller,
                                        const ExportRoll& wanted) {
  const auto taken =
      TRY(context.database.write([&](db::Transaction& tx) { return take(tx, context, caller, wanted); }));
  documents::Sheet sheet{
      .name = "居民名册",
      .title = taken.village_name + "居民名册",
      .note = fmt::format("{}，共{}人。{}", Date::of(taken.mark.at).text_zh(), taken.lines.size(),
                          wanted.whole_numbers ? "身份号码完整，电话打码。" : "身份号码、电话打码。"),
      .demo = std::ranges::any_of(taken.lines, &RecordLine::is_demo),
      .columns = {{"组（寨）"},
                  {"户号"},
                  {"姓名"},
                  {"与户主关系"},
                  {"性别"},
                  {"年龄", ColumnKind::number},
                  {"民族"},
                  {"公民身份号码"},
                  {"电话"},
                  {"政治面貌"},
                  {"户籍与居住"}},
      .rows = {}};
  sheet.rows.reserve(taken.lines.size());
  for (const auto& line : taken.lines) sheet.rows.push_back(TRY(row_of(context, line, wanted.whole_numbers)));
  return documents::Workbook{.sheets = {std::move(sheet)}, .mark = taken.mark};
}

}  // namespace gulou::people
