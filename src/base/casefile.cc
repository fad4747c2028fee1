#include "base/casefile.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/utf8.h"

namespace gulou::casefile {
namespace {

constexpr std::string_view ideographic_space = "\u3000";
constexpr std::array<std::string_view, 7> date_words = {"选举日", "会议日", "公布日", "提出日",
                                                        "起算日", "开始日", "日期"};
constexpr std::array<std::string_view, 7> keywords = {"案例", "依据", "给定", "应得", "理由", "注", "表"};

std::string listed(const auto& words) {
  std::string out;
  for (const auto& each : words) out += (out.empty() ? "" : "、") + std::string(each);
  return out;
}

// Bytes of the blank that `text` begins with; 0 if it begins with none.
std::size_t blank_at(std::string_view text) {
  if (text.starts_with(' ') || text.starts_with('\t')) return 1;
  return text.starts_with(ideographic_space) ? ideographic_space.size() : 0;
}

std::size_t blanks_at(std::string_view text) {
  std::size_t size = 0;
  while (const std::size_t one = blank_at(text.substr(size))) size += one;
  return size;
}

// Where the first blank is; the end if there is none.
std::size_t first_blank(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && blank_at(text.substr(at)) == 0) ++at;
  return at;
}

// The fields of a line: parted by two blanks or more, a tab or an ideographic space.
std::vector<std::string> fields_of(std::string_view text) {
  std::vector<std::string> fields;
  std::string field;
  while (!text.empty()) {
    const std::size_t blanks = blanks_at(text);
    if (blanks == 0) {
      field += text.front();
      text.remove_prefix(1);
    } else {
      if (text.substr(0, blanks) == " ") {
        field += ' ';
      } else if (!field.empty()) {
        fields.push_back(std::move(field));
        field.clear();
      }
      text.remove_prefix(blanks);
    }
  }
  if (!field.empty()) fields.push_back(std::move(field));
  for (auto& each : fields) each = utf8::trim(each);
  std::erase(fields, "");
  return fields;
}

// Without blanks and commas at the end.
std::string_view without_comma(std::string_view text) {
  for (std::size_t size = 0; size != text.size();) {
    text = utf8::trim(text);
    size = text.size();
    for (const std::string_view comma : {",", "，", "、", ";", "；"})
      if (text.ends_with(comma)) text.remove_suffix(comma.size());
  }
  return text;
}

// Parted by | or ｜.
std::vector<std::string> cells_of(std::string_view text) {
  std::string plain(text);
  constexpr std::string_view wide_bar = "｜";
  for (std::size_t at; (at = plain.find(wide_bar)) != plain.npos;) plain.replace(at, wide_bar.size(), "|");
  std::vector<std::string> cells;
  std::string_view rest = plain;
  for (;;) {
    const std::size_t bar = rest.find('|');
    cells.emplace_back(utf8::trim(rest.substr(0, bar)));
    if (bar == rest.npos) return cells;
    rest.remove_prefix(bar + 1);
  }
}

class Parser {
 public:
  Result<std::vector<Case>> parse(std::string_view text) {
    if (text.size() > largest_file) {
      wrong(1, "too_large", {"文件太大。", "The file is too large."});
    } else if (!utf8::is_valid(text)) {
      wrong(1, "not_utf8", {"文件应以 UTF-8 保存。", "The file must be saved as UTF-8."});
    } else {
      read_lines(text);
      finish_case();
      if (cases_.empty() && errors_.empty())
        wrong(1, "no_cases", {"文件里没有案例。", "There is no case in the file."});
    }
    if (!errors_.empty()) return fail(invalid_fields(std::move(errors_)));
    return std::move(cases_);
  }

 private:
  void wrong(std::size_t line, std::string rule, const Text& message) {
    errors_.push_back({fmt::format("/{}", line),
                       std::move(rule),
                       {fmt::format("第 {} 行：{}", line, message.zh), fmt::format("Line {}: {}", line, message.en)}});
  }

  void read_lines(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (line_ = 1; !text.empty(); ++line_) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (utf8::trim(line).empty()) continue;
      if (blank_at(line) > 0) {
        go_on(utf8::trim(line));
      } else {
        const std::size_t word = first_blank(line);
        start(line.substr(0, word), utf8::trim(line.substr(word)));
      }
    }
  }

  void start(std::string_view keyword, std::string_view rest) {
    if (std::ranges::find(keywords, keyword) == keywords.end()) {
      keyword_ = "";
      return wrong(line_, "unknown_keyword",
                   {fmt::format("一行应以 {} 开头，接着的行缩进。", listed(keywords)),
                    fmt::format("A line begins with one of {}, or is indented.", listed(keywords))});
    }
    keyword_ = keyword;
    if (keyword == "案例") {
      finish_case();
      return start_case(rest);
    }
    if (!open_) return misplaced();
    if (keyword != "注" && !seen_.insert(std::string(keyword)).second)
      return wrong(line_, "repeated",
                   {fmt::format("一个案例只能有一个“{}”。", keyword), fmt::format("A case has one {} only.", keyword)});
    if (keyword == "表") return start_table(rest);
    take(rest);
  }

  void misplaced() {
    wrong(line_, "misplaced", {"应先有“案例”一行。", "A line that begins with 案例 must come first."});
  }

  void go_on(std::string_view rest) {
    if (!open_) return misplaced();
    if (keyword_ == "案例") return wrong(line_, "misplaced", {"“案例”只占一行。", "案例 is a single line."});
    if (keyword_ == "表") return take_row(rest);
    take(rest);
  }

  void start_case(std::string_view rest) {
    open_ = true;
    errors_before_ = errors_.size();
    seen_.clear();
    now_ = Case{};
    now_.line = line_;
    now_.place = "全国";
    const std::size_t word = first_blank(rest);
    now_.id = rest.substr(0, word);
    now_.title = utf8::trim(rest.substr(word));
    if (now_.id.empty() || now_.title.empty())
      return wrong(line_, "format:case", {"应写作“案例 D01  标题”。", "Is written 案例 D01  title."});
    if (!ids_.insert(now_.id).second)
      wrong(line_, "duplicate_case",
            {fmt::format("已有编号为 {} 的案例。", now_.id), fmt::format("There is a case {} already.", now_.id)});
  }

  void take(std::string_view rest) {
    if (keyword_ == "注") {
      now_.notes.emplace_back(rest);
      return;
    }
    for (const std::string& field : fields_of(rest)) {
      if (keyword_ == "依据") take_basis(field);
      if (keyword_ == "给定") take_pair(field, now_.given);
      if (keyword_ == "应得") take_pair(field, now_.expected);
      if (keyword_ == "理由") take_reason(field);
    }
  }

  void take_basis(const std::string& field) {
    if (now_.basis.empty()) {
      now_.basis = field;
      return;
    }
    const std::size_t word = first_blank(field);
    const std::string_view name = std::string_view(field).substr(0, word);
    const std::string_view value = utf8::trim(std::string_view(field).substr(word));
    if (value.empty()) return unknown_field();
    if (name == "地区") {
      now_.place = value;
    } else if (name == "存疑") {
      take_doubt(value);
    } else if (std::ranges::find(date_words, name) != date_words.end()) {
      const auto date = Date::parse(value);
      if (!now_.date_word.empty())
        return wrong(line_, "repeated", {"一个案例只有一个日子。", "A case has one day only."});
      now_.date_word = name;
      if (!date) return wrong(line_, "format:date", {"日期应写作 2020-12-20。", "A day is written 2020-12-20."});
      now_.date = *date;
    } else {
      unknown_field();
    }
  }

  void unknown_field() {
    wrong(line_, "format:field",
          {fmt::format("依据之后，用两个以上空格隔开，可以写 {}、地区、存疑，各跟其值。", listed(date_words)),
           fmt::format("After the basis, parted by two blanks, may come {}, 地区, 存疑, each with its value.",
                       listed(date_words))});
  }

  void take_doubt(std::string_view value) {
    if (value == "无") return;
    constexpr std::string_view by = "由", end = "答复";
    const std::size_t at = value.rfind(by);
    std::string_view question = at == value.npos ? "" : value.substr(0, at);
    question = without_comma(question);
    std::string_view who;
    if (at != value.npos && value.ends_with(end) && value.size() >= at + by.size() + end.size())
      who = utf8::trim(value.substr(at + by.size(), value.size() - at - by.size() - end.size()));
    if (question.empty() || who.empty())
      return wrong(line_, "format:doubt",
                   {"存疑应写作“无”，或“问题，由某单位答复”。",
                    "存疑 is 无, or the question and who must answer: 问题,由某单位答复."});
    now_.doubt = {std::string(question), std::string(who)};
  }

  void take_pair(const std::string& field, std::vector<Pair>& pairs) {
    constexpr std::string_view wide = "＝";
    std::size_t at = field.find('='), size = 1;
    if (const std::size_t other = field.find(wide); other < at) at = other, size = wide.size();
    Pair pair;
    if (at != field.npos)
      pair = {std::string(utf8::trim(field.substr(0, at))), std::string(utf8::trim(field.substr(at + size)))};
    if (pair.name.empty() || pair.value.empty() || first_blank(pair.name) != pair.name.size())
      return wrong(
          line_, "format:pair",
          {"应写作“名称 = 值”，各项用两个以上空格隔开。", "Is written name = value, the items parted by two blanks."});
    const auto same = [&](const Pair& each) { return each.name == pair.name; };
    if (std::ranges::any_of(now_.given, same) || std::ranges::any_of(now_.expected, same))
      return wrong(line_, "duplicate_name",
                   {fmt::format("“{}”写了两次。", pair.name), fmt::format("{} is there twice.", pair.name)});
    pairs.push_back(std::move(pair));
  }

  void take_reason(const std::string& field) {
    const std::size_t word = first_blank(field);
    const std::string_view how = utf8::trim(std::string_view(field).substr(word));
    Reason reason{field.substr(0, word), std::nullopt};
    if (how == "满足" || how == "适用") reason.held = true;
    if (how == "不满足" || how == "不适用") reason.held = false;
    if (!reason.held && !how.empty())
      return wrong(line_, "format:reason",
                   {"应写作“规则编号 满足”，或 不满足、适用、不适用。",
                    "Is written as the rule's id and 满足, 不满足, 适用 or 不适用."});
    now_.reasons.push_back(std::move(reason));
  }

  void start_table(std::string_view rest) {
    now_.columns = cells_of(rest);
    table_line_ = line_;
  }

  void take_row(std::string_view rest) {
    now_.rows.push_back({line_, cells_of(rest)});
    const auto& cells = now_.rows.back().cells;
    if (cells.size() != now_.columns.size() || std::ranges::find(cells, "") != cells.end())
      wrong(line_, "cell_count",
            {fmt::format("这一行应有 {} 格，都不空。", now_.columns.size()),
             fmt::format("This row needs {} cells, none empty.", now_.columns.size())});
  }

  void check_table() {
    std::set<std::string> seen;
    for (const std::string& column : now_.columns) {
      const auto named = [&](const Pair& each) { return each.name == column; };
      if (!std::ranges::any_of(now_.given, named) && !std::ranges::any_of(now_.expected, named))
        wrong(table_line_, "unknown_column",
              {fmt::format("列“{}”应是给定或应得里的名称。", column),
               fmt::format("The column {} must be a name from 给定 or 应得.", column)});
      if (!seen.insert(column).second)
        wrong(table_line_, "duplicate_name",
              {fmt::format("“{}”写了两次。", column), fmt::format("{} is there twice.", column)});
    }
    if (now_.rows.empty()) wrong(table_line_, "missing", {"表里没有行。", "The table has no rows."});
  }

  void finish_case() {
    if (!open_) return;
    open_ = false;
    if (errors_.size() == errors_before_) check_whole();
    cases_.push_back(std::move(now_));
  }

  void check_whole() {
    const auto need = [&](bool there, std::string_view zh, std::string_view en) {
      if (!there)
        wrong(now_.line, "missing", {fmt::format("这个案例缺少{}。", zh), fmt::format("This case has no {}.", en)});
    };
    need(!now_.basis.empty(), "依据", "依据");
    need(!now_.date_word.empty(), fmt::format("日子，应为 {} 之一", listed(date_words)),
         fmt::format("day, one of {}", listed(date_words)));
    need(!now_.given.empty(), "给定", "给定");
    need(!now_.expected.empty(), "应得", "应得");
    need(!now_.reasons.empty(), "理由", "理由");
    if (seen_.contains("表") && errors_.size() == errors_before_) check_table();
  }

  std::size_t line_ = 0;
  std::size_t table_line_ = 0;
  std::size_t errors_before_ = 0;  // this case; what is missing is told only where nothing else is wrong
  std::string keyword_;
  bool open_ = false;
  Case now_;
  std::set<std::string> seen_;
  std::set<std::string> ids_;
  std::vector<Case> cases_;
  std::vector<FieldError> errors_;
};

void append_pairs(std::string& out, std::string_view keyword, const std::vector<Pair>& pairs) {
  out += keyword;
  for (const Pair& each : pairs) out += fmt::format("  {} = {}", each.name, each.value);
  out += '\n';
}

std::string_view held_word(const Reason& reason) {
  if (!reason.held) return "";
  return *reason.held ? " 满足" : " 不满足";
}

}  // namespace

Result<std::vector<Case>> parse(std::string_view text) { return Parser().parse(text); }

std::string write(const std::vector<Case>& cases) {
  std::string out;
  for (const Case& each : cases) {
    if (!out.empty()) out += '\n';
    out += fmt::format("案例 {}  {}\n依据 {}  {} {}  地区 {}  存疑 {}\n", each.id, each.title, each.basis,
                       each.date_word, each.date.text(), each.place,
                       each.doubt ? fmt::format("{}，由{}答复", each.doubt->question, each.doubt->answered_by) : "无");
    append_pairs(out, "给定", each.given);
    append_pairs(out, "应得", each.expected);
    out += "理由";
    for (const Reason& reason : each.reasons) out += fmt::format("  {}{}", reason.rule, held_word(reason));
    out += '\n';
    for (const auto& note : each.notes) out += fmt::format("注  {}\n", note);
    if (!each.columns.empty()) out += fmt::format("表  {}\n", fmt::join(each.columns, " | "));
    for (const Row& row : each.rows) out += fmt::format("    {}\n", fmt::join(row.cells, " | "));
  }
  return out;
}

}  // namespace gulou::casefile
