// The circular on paper and as a workbook.
#include <fmt/format.h>

#include "modules/plan/circular.h"

namespace gulou::plan {
namespace {

using documents::Align;
using documents::ColumnKind;

constexpr std::array<std::string_view, 4> quarter_names = {"一", "二", "三", "四"};

std::string_view quarter_name(const Circular& circular) {
  return quarter_names.at(static_cast<std::size_t>(circular.quarter - 1));
}

std::string label_of(std::size_t state) { return label(static_cast<State>(state)).zh; }

StateTally sum(const Circular& circular) {
  StateTally out{};
  for (const auto& clause : circular.clauses) {
    const auto more = tally(clause.states);
    for (std::size_t i = 0; i < out.size(); ++i) out.at(i) += more.at(i);
  }
  return out;
}

std::string overview(const Circular& circular) {
  const auto all = sum(circular);
  std::int64_t asked = 0;
  std::string parts;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (static_cast<State>(i) == State::not_asked) continue;
    asked += all.at(i);
    parts += fmt::format("{}{}{}项", parts.empty() ? "" : "，", label_of(i), all.at(i));
  }
  return fmt::format("截至{}，《{}》{}条在{}个县（市）应办{}项（未安排的不计）：{}。", circular.judged_on.text_zh(),
                     circular.plan_title, circular.clauses.size(), circular.counties.size(), asked, parts);
}

std::string sources(const Circular& circular) {
  std::string out = fmt::format(
      "各县（市）的情况由系统按填报的数字和要点所定目标计算，编制日为{}，此后填报的数字未计入。尚无数据表示没有填报，"
      "不等于零；未安排表示该条没有安排给该县（市）。进展报告和督办按期限在本季度内的统计。",
      circular.made_on.text_zh());
  if (circular.made_on == circular.judged_on) out += "本季度的情况截至编制日。";
  return out;
}

std::string on_tables(const Circular& circular) {
  return fmt::format("各县（市）办理情况见附件1，进展报告和督办情况见附件2，各条在各县（市）的情况见附件3。{}",
                     circular.demo ? "本通报所列进展数字为演示而编造。" : "");
}

documents::Annex by_county(const Circular& circular) {
  documents::PaperTable table{.caption = "", .columns = {{"县（市）", Align::left}}, .rows = {}};
  for (std::size_t i = 0; i < state_count; ++i) table.columns.push_back({label_of(i), Align::right});
  const auto add = [&](const std::string& name, const StateTally& counts) {
    documents::PaperRow row{{name}};
    for (const auto each : counts) row.cells.push_back(std::to_string(each));
    table.rows.push_back(std::move(row));
  };
  for (std::size_t i = 0; i < circular.counties.size(); ++i)
    add(circular.counties[i].unit.name, tally_of_county(circular, i));
  add("合计", sum(circular));
  return {"各县（市）办理情况", {documents::table(std::move(table))}};
}

documents::Annex duties(const Circular& circular) {
  documents::PaperTable table{.caption = "",
                              .columns = {{"县（市）", Align::left},
                                          {"应报进展报告", Align::right},
                                          {"已认可", Align::right},
                                          {"逾期未报", Align::right},
                                          {"督办", Align::right},
                                          {"已回复", Align::right},
                                          {"逾期未回复", Align::right}},
                              .rows = {}};
  for (const auto& [unit, reports, presses] : circular.counties) {
    documents::PaperRow row{{unit.name}};
    for (const auto each :
         {reports.asked, reports.closed, reports.overdue, presses.asked, presses.closed, presses.overdue})
      row.cells.push_back(std::to_string(each));
    table.rows.push_back(std::move(row));
  }
  return {"进展报告和督办情况", {documents::table(std::move(table))}};
}

// Which counties of a clause are in a state, by name; a table of clauses times counties does not fit an A4 page.
documents::Annex by_clause(const Circular& circular) {
  std::vector<documents::Block> blocks;
  int number = 0;
  for (const auto& clause : circular.clauses) {
    blocks.push_back(documents::heading(3, fmt::format("{}．{}（{}）", ++number, clause.short_zh, clause.code)));
    std::string text;
    for (std::size_t state = 0; state < state_count; ++state) {
      std::string names;
      for (std::size_t i = 0; i < clause.states.size(); ++i)
        if (clause.states[i] == static_cast<State>(state))
          names += (names.empty() ? "" : "、") + circular.counties.at(i).unit.name;
      if (!names.empty()) text += fmt::format("{}{}：{}", text.empty() ? "" : "；", label_of(state), names);
    }
    blocks.push_back(documents::paragraph(text + "。"));
  }
  return {"各条在各县（市）的情况", std::move(blocks)};
}

documents::Sheet sheet(const Circular& circular, std::string name) {
  return {.name = name,
          .title = fmt::format("{}：{}", circular_name(circular), name),
          .note = fmt::format("情况截至{}，数字截至{}", circular.judged_on.text_zh(), circular.made_on.text_zh()),
          .demo = circular.demo,
          .columns = {},
          .rows = {}};
}

void add_tally_columns(documents::Sheet& sheet) {
  for (std::size_t i = 0; i < state_count; ++i) sheet.columns.push_back({label_of(i), ColumnKind::number});
}

void add_tally(std::vector<documents::Cell>& row, const StateTally& counts) {
  for (const auto each : counts) row.emplace_back(each);
}

documents::Sheet county_sheet(const Circular& circular) {
  auto out = sheet(circular, "各县（市）");
  out.columns = {{"代码"}, {"县（市）"}};
  add_tally_columns(out);
  for (const auto* title : {"应报进展报告", "已认可", "逾期未报", "督办", "已回复", "逾期未回复"})
    out.columns.push_back({title, ColumnKind::number});
  for (std::size_t i = 0; i < circular.counties.size(); ++i) {
    const auto& [unit, reports, presses] = circular.counties[i];
    std::vector<documents::Cell> row = {unit.code, unit.name};
    add_tally(row, tally_of_county(circular, i));
    for (const auto each :
         {reports.asked, reports.closed, reports.overdue, presses.asked, presses.closed, presses.overdue})
      row.emplace_back(each);
    out.rows.push_back(std::move(row));
  }
  return out;
}

documents::Sheet matrix_sheet(const Circular& circular) {
  auto out = sheet(circular, "各条各县（市）");
  out.columns = {{"条"}, {"内容"}};
  for (const auto& county : circular.counties) out.columns.push_back({county.unit.name});
  for (const auto& clause : circular.clauses) {
    std::vector<documents::Cell> row = {clause.code, clause.short_zh};
    for (const State each : clause.states) row.emplace_back(label(each).zh);
    out.rows.push_back(std::move(row));
  }
  return out;
}

documents::Sheet clause_sheet(const Circular& circular) {
  auto out = sheet(circular, "各条");
  out.columns = {{"条"}, {"内容"}};
  add_tally_columns(out);
  for (const auto& clause : circular.clauses) {
    std::vector<documents::Cell> row = {clause.code, clause.short_zh};
    add_tally(row, tally(clause.states));
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::string circular_name(const Circular& circular) {
  return fmt::format("{}年第{}季度工作要点落实情况通报", circular.year, quarter_name(circular));
}

documents::Paper circular_paper(const Circular& circular, const std::string& number) {
  const std::string bureau = circular.division.name + "民政局";
  return {.organ_mark = bureau + "文件",
          .number = number,
          .title = fmt::format("关于{}年第{}季度\n工作要点落实情况的通报", circular.year, quarter_name(circular)),
          .addressee = "各县（市）民政局",
          .blocks = {documents::heading(1, "一、总体情况"), documents::paragraph(overview(circular)),
                     documents::heading(1, "二、各县（市）情况"), documents::paragraph(on_tables(circular)),
                     documents::heading(1, "三、数字说明"), documents::paragraph(sources(circular))},
          .annexes = {by_county(circular), duties(circular), by_clause(circular)},
          .organ = bureau,
          .signed_on = circular.made_on,
          .note = number.empty() ? "预览稿，未印发" : "",
          .demo = circular.demo};
}

documents::Workbook circular_workbook(const Circular& circular) {
  return {{county_sheet(circular), matrix_sheet(circular), clause_sheet(circular)}};
}

}  // namespace gulou::plan
