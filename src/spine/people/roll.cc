#include "spine/people/roll.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "spine/people/ethnic.h"
#include "spine/people/table_errors.h"
#include "spine/people/typed.h"
#include "spine/people/words.h"

namespace gulou::people {
namespace {

constexpr std::size_t heading_is_within = 10;  // rows
constexpr std::size_t longest_group_name = 20;

struct Title {
  RollColumn column;
  std::array<std::string_view, 7> words;  // the first is the template's
};

constexpr std::array<Title, roll_columns> titles = {
    {{RollColumn::name, {"姓名", "居民姓名", "成员姓名"}},
     {RollColumn::sex, {"性别"}},
     {RollColumn::ethnic, {"民族"}},
     {RollColumn::id_number,
      {"身份证号码", "身份证号", "公民身份号码", "身份证", "证件号码", "公民身份证号码", "居民身份证号"}},
     {RollColumn::born_on, {"出生日期", "出生年月日", "生日"}},
     {RollColumn::phone, {"电话", "联系电话", "手机", "手机号", "手机号码", "电话号码"}},
     {RollColumn::group, {"组（寨）", "组(寨)", "组", "村民小组", "自然寨", "小组"}},
     {RollColumn::household, {"户号", "户编号", "家庭编号"}},
     {RollColumn::kinship, {"与户主关系", "与户主的关系", "户主关系", "家庭关系"}},
     {RollColumn::status, {"居住情况", "人户情况", "居住状况"}},
     {RollColumn::political, {"政治面貌"}},
     {RollColumn::address, {"门牌", "住址", "地址", "家庭住址", "门牌号"}}}};

// A heading may have blanks and line breaks in it, and a star where something must be filled in.
std::string squeezed(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto sequence = text.substr(0, std::max<std::size_t>(utf8::sequence_length(text), 1));
    text.remove_prefix(sequence.size());
    if (sequence == " " || sequence == "\n" || sequence == "\r" || sequence == "\t" || sequence == "*" ||
        sequence == "　" || sequence == "＊")
      continue;
    out += sequence;
  }
  return out;
}

// A colon behind a heading, then what it says in brackets.
std::string without_tail(std::string text) {
  for (const std::string_view colon : {":", "："})
    if (text.ends_with(colon)) text.resize(text.size() - colon.size());
  if (!text.ends_with(")") && !text.ends_with("）")) return text;
  const auto open = std::min(text.find('('), text.find("（"));
  if (open != std::string::npos) text.resize(open);
  return text;
}

const Title* title_of_words(const std::string& wanted) {
  if (wanted.empty()) return nullptr;
  for (const auto& title : titles)
    if (std::ranges::find(title.words, wanted) != title.words.end()) return &title;
  return nullptr;
}

const Title* title_named(std::string_view text) {
  const auto wanted = squeezed(text);
  const auto* title = title_of_words(wanted);
  return title ? title : title_of_words(without_tail(wanted));
}

bool is_heading(const TableRow& row) {
  bool has_name = false;
  int known = 0;
  for (const auto& cell : row.cells) {
    const auto* title = title_named(cell);
    if (!title) continue;
    ++known;
    has_name = has_name || title->column == RollColumn::name;
  }
  return has_name && known >= 2;
}

Error roll_refused(std::string code, std::string zh, std::string en) {
  return {.kind = ErrorKind::invalid, .code = std::move(code), .message = {std::move(zh), std::move(en)}};
}

Result<void> check_columns(const Roll& roll) {
  std::vector<std::string_view> missing;
  for (const auto column : {RollColumn::name, RollColumn::ethnic})
    if (!roll.has_column(column)) missing.push_back(title_of(column));
  const bool without_number = roll.has_column(RollColumn::sex) && roll.has_column(RollColumn::born_on);
  if (!roll.has_column(RollColumn::id_number) && !without_number) missing.push_back(title_of(RollColumn::id_number));
  if (roll.has_column(RollColumn::household) && !roll.has_column(RollColumn::kinship))
    missing.push_back(title_of(RollColumn::kinship));
  if (missing.empty()) return {};
  std::string names;
  for (const auto& each : missing) names += (names.empty() ? "" : "、") + std::string(each);
  return fail(roll_refused("column_missing", fmt::format("表头缺少：{}。请用模板填写。", names),
                           fmt::format("The heading lacks {}; use the template.", names)));
}

std::string at_most(std::string text, std::size_t longest) {
  return utf8::length(text) > longest ? std::string() : text;
}

class Row {
 public:
  Row(const RollRow& row, std::vector<RowFault>& faults) : row_(row), faults_(faults) {}

  PersonFields fields() {
    PersonFields out;
    for (const auto column : row_.covered)
      refuse(column, "merged",
             {fmt::format("这一格与上一行合并了，每个人的{}要分开填写，请取消合并。", title_of(column)),
              fmt::format("This cell is merged with the row above; {} is each person's own: unmerge it.",
                          title_of(column))});
    out.name = row_.cell(RollColumn::name);
    ethnic(out);
    id_number(out);
    if (!is_masked(row_.cell(RollColumn::phone))) number(RollColumn::phone, out.phone);
    out.sex = word<Sex>(RollColumn::sex, &sex_in_words, "sex.unknown", {"请填男或女。", "Write 男 or 女."});
    out.born_on = word<Date>(RollColumn::born_on, &day_in_words, "born_on.unreadable",
                             {"没有这一天，或者写法看不懂；请写成2016-07-01这样的日期。",
                              "There is no such day, or it is not readable; write a date such as 2016-07-01."});
    out.kinship = word<Kinship>(
        RollColumn::kinship, &kinship_in_words, "kinship.unknown",
        {"请从下拉列表选择与户主的关系，如户主、配偶、子、女。", "Choose from the list, such as 户主, 配偶, 子, 女."});
    out.status = word<Status>(RollColumn::status, &status_in_words, "status.unknown",
                              {"请从下拉列表选择：人户一致、户在人不在、人在户不在、外出。",
                               "Choose from the list: 人户一致, 户在人不在, 人在户不在, 外出."})
                     .value_or(Status::both);
    out.political = word<Political>(RollColumn::political, &political_in_words, "political.unknown",
                                    {"请从下拉列表选择政治面貌，如群众、中共党员。",
                                     "Choose from the list, such as 群众, 中共党员."})
                        .value_or(Political::unknown);
    return out;
  }

 private:
  void refuse(RollColumn column, std::string rule, Text message) {
    faults_.push_back(
        {row_.line, std::string(title_of(column)), std::move(rule), std::move(message.zh), std::move(message.en)});
  }

  void id_number(PersonFields& out) {
    if (is_masked(row_.cell(RollColumn::id_number)))
      refuse(RollColumn::id_number, "id_number.masked",
             {"号码打了码，不能核对是谁；请填写完整号码，或删去这一行，此人的登记不变。",
              "The number is masked, and does not tell who it is: give it whole, or remove the row, and the person "
              "stays as kept."});
    else
      number(RollColumn::id_number, out.id_number);
  }

  void number(RollColumn column, std::optional<std::string>& into) {
    if (!row_.cell(column).empty()) into = row_.cell(column);
  }

  template <class T>
  std::optional<T> word(RollColumn column, std::optional<T> (*read)(std::string_view), std::string rule, Text message) {
    const auto text = column == RollColumn::born_on ? row_.cell(column) : squeezed(row_.cell(column));
    if (text.empty()) return std::nullopt;
    auto value = read(text);
    if (!value) refuse(column, std::move(rule), std::move(message));
    return value;
  }

  // A group of the 56 by name or code; 革家人 and 穿青人 by their own name.
  void ethnic(PersonFields& out) {
    const auto text = squeezed(row_.cell(RollColumn::ethnic));
    if (const auto* group = ethnic_group_named(text); group && group->code != other_group) {
      out.ethnic_code = group->code;
    } else if (const auto* coded = ethnic_group(text); coded && coded->code != other_group) {
      out.ethnic_code = coded->code;
    } else if (text.starts_with("革家") || text.starts_with("穿青")) {
      out.ethnic_code = other_group;
      out.ethnic_text = at_most(text, longest_group_name);
    } else if (text.empty()) {
      refuse(RollColumn::ethnic, "ethnic.wanted", {"请填写民族。", "The ethnic group is wanted."});
    } else {
      refuse(RollColumn::ethnic, "ethnic.unknown",
             {"不是56个民族之一，请从下拉列表选择；革家人、穿青人照身份证写。",
              "None of the 56 groups: choose from the list; 革家人 and 穿青人 as the ID card has it."});
    }
  }

  const RollRow& row_;
  std::vector<RowFault>& faults_;
};

constexpr std::size_t most_warnings = 2001;  // one more than are shown
constexpr std::size_t shortest_id_number = 15;

// At the foot of a table, in its first cell or under the names.
bool is_of_foot(std::string_view cell) {
  constexpr std::array<std::string_view, 13> words = {
      "合计", "总计", "小计", "共计", "制表人", "制表：", "制表:", "审核人", "填表人", "备注", "注：", "注:", "说明："};
  const auto text = squeezed(cell);
  return std::ranges::any_of(words, [&](auto word) { return text.starts_with(word); });
}

// The sums below a table, who made it, and its heading on another page. Whoever has an ID number is somebody.
bool is_nobody(const TableRow& row, const RollRow& read) {
  if (is_heading(row)) return true;
  if (all_digits(std::string_view(read.cell(RollColumn::id_number)).substr(0, shortest_id_number - 1)) &&
      read.cell(RollColumn::id_number).size() >= shortest_id_number)
    return false;
  const auto first = std::ranges::find_if(row.cells, [](const auto& cell) { return !utf8::trim(cell).empty(); });
  return (first != row.cells.end() && is_of_foot(*first)) || is_of_foot(read.cell(RollColumn::name));
}

bool says_nothing(std::string_view cell) {
  constexpr std::array<std::string_view, 13> words = {"无", "没有", "不详", "未知", "暂无", "—",     "——",
                                                      "－", "-",    "--",   "/",    "／",   "无号码"};
  return std::ranges::find(words, squeezed(cell)) != words.end();
}

// A spreadsheet keeps digits as text behind an apostrophe.
void drop_mark(std::string& cell) {
  for (const std::string_view mark : {"'", "`", "’", "‘", "＇", "｀"})
    if (cell.starts_with(mark)) {
      cell.erase(0, mark.size());
      cell = std::string(utf8::trim(cell));
      return;
    }
}

class Tidying {
 public:
  explicit Tidying(Roll& roll) : roll_(roll) {}

  void row(RollRow& row) {
    for (const auto column : {RollColumn::id_number, RollColumn::phone, RollColumn::born_on, RollColumn::household})
      drop_mark(cell(row, column));
    cell(row, RollColumn::household) = household_number(cell(row, RollColumn::household));
    empty(row, RollColumn::id_number, "id_number.left_empty");
    empty(row, RollColumn::phone, "phone.left_empty");
    const auto& number = row.cell(RollColumn::id_number);
    numbers_ += !number.empty();
    masked_ += is_masked(number);
  }

  void pass_over(std::int64_t line) {
    warn({line, "", "passed_over", "这一行不是居民（如合计、制表人、备注或重复的表头），已略过。",
          "This row is nobody (a sum, a remark, who made the table, its heading again) and was passed over."});
  }

  Result<void> check_masks() const {
    if (masked_ == 0 || masked_ * 2 < numbers_) return {};
    return fail(roll_refused(
        "roll_masked",
        fmt::format(
            "这份表是打码的名册：有{}个身份证号码带星号，不能核对是谁，所以没有导入。请用写有完整号码的表，或导出"
            "“身份证号码完整”的名册，修改后再导入；个别人的变动可以在页面上修改。",
            masked_),
        fmt::format("This is a masked roll: {} ID numbers have stars and do not tell who is meant, so nothing was "
                    "imported. Use a table with whole numbers, or export the roll with whole ID numbers, and import "
                    "that; a few changes are made on the pages.",
                    masked_)));
  }

 private:
  static std::string& cell(RollRow& row, RollColumn column) { return row.cells.at(static_cast<std::size_t>(column)); }

  void warn(RowFault warning) {
    if (roll_.warnings.size() < most_warnings) roll_.warnings.push_back(std::move(warning));
  }

  void empty(RollRow& row, RollColumn column, std::string rule) {
    auto& text = cell(row, column);
    if (!says_nothing(text)) return;
    warn({row.line, std::string(title_of(column)), std::move(rule),
          fmt::format("“{}”按没有填写处理；有号码的，请补上。", text),
          fmt::format("“{}” is read as nothing; if there is a number, add it.", text)});
    text.clear();
  }

  Roll& roll_;
  std::size_t numbers_ = 0;
  std::size_t masked_ = 0;
};

// What cells that cover several rows say of the rows below their first, within what a table may hold.
class Merged {
 public:
  Merged(const TableFile& table, RollColumn column, std::size_t at, std::size_t& bytes)
      : column_(column), bytes_(bytes) {
    const auto of_column =
        std::ranges::equal_range(table.merged, static_cast<std::int64_t>(at), {}, &MergedCell::column);
    next_ = of_column.begin();
    end_ = of_column.end();
  }

  // Of the next row.
  Result<void> apply(RollRow& row) {
    while (next_ != end_ && next_->last_line < row.line) {
      ++next_;
      value_.clear();
    }
    if (next_ == end_ || row.line < next_->first_line) return {};
    auto& cell = row.cells.at(static_cast<std::size_t>(column_));
    if (row.line == next_->first_line) {
      value_ = cell;
      return {};
    }
    // What a spreadsheet keeps below a merged cell it does not show.
    cell.clear();
    if (value_.empty()) return {};
    if (says_of_many(column_)) {
      bytes_ += value_.size();
      if (bytes_ > most_table_text_bytes) return fail(table_content());
      cell = value_;
    } else if (column_ != RollColumn::phone) {
      row.covered.push_back(column_);
    }
    return {};
  }

 private:
  RollColumn column_;
  std::size_t& bytes_;
  std::vector<MergedCell>::const_iterator next_;
  std::vector<MergedCell>::const_iterator end_;
  std::string value_;
};

Result<void> spread_merged(const TableFile& table, const std::array<std::size_t, roll_columns>& at, Roll& roll) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < roll_columns; ++i) {
    if (!roll.has.at(i)) continue;
    Merged merged(table, static_cast<RollColumn>(i), at.at(i), bytes);
    for (auto& row : roll.rows) TRY(merged.apply(row));
  }
  return {};
}

std::optional<Date> of_numbers(std::string_view year, std::string_view month, std::string_view day) {
  if (!all_digits(year) || !all_digits(month) || !all_digits(day) || year.size() != 4 || month.size() > 2 ||
      day.size() > 2)
    return std::nullopt;
  return Date::of(number(year), static_cast<unsigned>(number(month)), static_cast<unsigned>(number(day)));
}

// Excel counts days from 1900 and takes that year for a leap year; nobody on a roll was born before March 1900.
std::optional<Date> of_spreadsheet(std::string_view digits) {
  const int days = number(digits);
  constexpr int march_1900 = 61;
  if (days < march_1900) return std::nullopt;
  return Date::of(1899, 12, 30)->plus_days(days);
}

}  // namespace

bool says_of_many(RollColumn column) {
  switch (column) {
    case RollColumn::household:
    case RollColumn::group:
    case RollColumn::address:
    case RollColumn::ethnic:
    case RollColumn::status:
    case RollColumn::political:
      return true;
    case RollColumn::name:
    case RollColumn::sex:
    case RollColumn::id_number:
    case RollColumn::born_on:
    case RollColumn::phone:
    case RollColumn::kinship:
      return false;
  }
  return false;
}

std::string_view title_of(RollColumn column) { return titles.at(static_cast<std::size_t>(column)).words.front(); }

Result<Roll> read_roll(const TableFile& table) {
  const auto within = std::min(heading_is_within, table.rows.size());
  const auto heading =
      std::find_if(table.rows.begin(), table.rows.begin() + static_cast<std::ptrdiff_t>(within), &is_heading);
  if (heading == table.rows.begin() + static_cast<std::ptrdiff_t>(within))
    return fail(roll_refused("heading_missing", "前10行没有找到表头（姓名、民族、身份证号码……）。请用模板填写。",
                             "No heading (姓名, 民族, 身份证号码, …) in the first ten rows; use the template."));
  Roll roll;
  std::array<std::size_t, roll_columns> at{};
  for (std::size_t i = 0; i < heading->cells.size(); ++i) {
    const auto* title = title_named(heading->cells[i]);
    if (!title) {
      if (const auto text = squeezed(heading->cells[i]); !text.empty()) roll.ignored.push_back(text);
      continue;
    }
    const auto column = static_cast<std::size_t>(title->column);
    if (roll.has.at(column))
      return fail(roll_refused("column_twice", fmt::format("表头有两列“{}”，请删去一列。", title->words.front()),
                               fmt::format("The heading has {} twice; remove one.", title->words.front())));
    roll.has.at(column) = true;
    at.at(column) = i;
  }
  TRY(check_columns(roll));
  if (!table.other_sheets.empty()) roll.sheet = table.sheet;
  roll.other_sheets = table.other_sheets;
  Tidying tidying(roll);
  for (auto row = heading + 1; row != table.rows.end(); ++row) {
    RollRow out{.line = row->line, .cells = {}};
    bool empty = true;
    for (std::size_t column = 0; column < roll_columns; ++column) {
      if (!roll.has.at(column) || at.at(column) >= row->cells.size()) continue;
      out.cells.at(column) = utf8::trim(row->cells[at.at(column)]);
      empty = empty && out.cells.at(column).empty();
    }
    if (is_nobody(*row, out)) {
      tidying.pass_over(row->line);
    } else if (!empty) {
      tidying.row(out);
      roll.rows.push_back(std::move(out));
    }
  }
  TRY(tidying.check_masks());
  TRY(spread_merged(table, at, roll));
  return roll;
}

bool is_masked(std::string_view cell) { return normalised(cell).find("**") != std::string::npos; }

PersonFields fields_of(const RollRow& row, std::vector<RowFault>& faults) { return Row(row, faults).fields(); }

RowFault in_row(std::int64_t line, const FieldError& fault) {
  static constexpr std::array<std::pair<std::string_view, RollColumn>, 12> columns = {
      {{"/name", RollColumn::name},
       {"/sex", RollColumn::sex},
       {"/ethnic_code", RollColumn::ethnic},
       {"/ethnic_text", RollColumn::ethnic},
       {"/id_number", RollColumn::id_number},
       {"/phone", RollColumn::phone},
       {"/born_on", RollColumn::born_on},
       {"/political", RollColumn::political},
       {"/status", RollColumn::status},
       {"/group", RollColumn::group},
       {"/household", RollColumn::household},
       {"/kinship", RollColumn::kinship}}};
  const auto found =
      std::ranges::find(columns, std::string_view(fault.pointer), &std::pair<std::string_view, RollColumn>::first);
  return {line, found == columns.end() ? std::string() : std::string(title_of(found->second)), fault.rule,
          fault.message.zh, fault.message.en};
}

std::optional<Date> day_in_words(std::string_view typed) {
  std::string text = normalised(typed);
  for (const std::string_view mark : {"年", "月", "/", "."})
    for (auto found = text.find(mark); found != std::string::npos; found = text.find(mark, found))
      text.replace(found, mark.size(), "-");
  if (text.ends_with("日")) text.resize(text.size() - std::string_view("日").size());
  if (all_digits(text) && text.size() == 8) return of_numbers(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
  if (all_digits(text) && text.size() <= 5) return of_spreadsheet(text);
  const auto first = text.find('-');
  const auto second = first == std::string::npos ? first : text.find('-', first + 1);
  if (second == std::string::npos) return std::nullopt;
  return of_numbers(std::string_view(text).substr(0, first),
                    std::string_view(text).substr(first + 1, second - first - 1),
                    std::string_view(text).substr(second + 1));
}

}  // namespace gulou::people
