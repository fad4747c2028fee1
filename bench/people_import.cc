// How long the import of a roll takes: reading and judging 50,000 rows for the preview, and importing them.
//   cmake --build --preset release --target gulou_people_import
//   build/release/gulou_people_import [ROWS] [postgres://…]     without a URL on SQLite, in a folder that is removed
//   again
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "app/application.h"
#include "crypto/hash.h"
#include "spine/access/caller.h"
#include "spine/people/id_number.h"
#include "spine/people/import.h"
#include "spine/units/division_import.h"

namespace gulou {
namespace {

constexpr std::string_view village = "522601001001";

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{} ({})\n", describe_error(result.error()), result.error().internal.value);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// 测试 and a few stems: nobody shares a name with many others.
std::string name_of(int n) {
  static constexpr std::array<std::string_view, 10> stems = {"甲", "乙", "丙", "丁", "戊",
                                                             "己", "庚", "辛", "壬", "癸"};
  std::string name = "测试";
  for (; n > 0; n /= 10) name += stems.at(static_cast<std::size_t>(n % 10));
  return name;
}

std::string roll_of(int rows) {
  std::string out = "姓名,民族,身份证号码,电话,户号,与户主关系,政治面貌\n";
  for (int i = 0; i < rows; ++i) {
    const Date born = Date::of(1940, 1, 1)->plus_days(i % 25'000);
    const auto digits =
        fmt::format("522601{:04}{:02}{:02}{:03}", born.year(), born.month(), born.day(), i / 25'000 + 1);
    out += fmt::format("{},苗族,{}{},138{:08},{},{},群众\n", name_of(i), digits, people::id_check_character(digits), i,
                       i / 4, i % 4 == 0 ? "户主" : "其他亲属");
  }
  return out;
}

class Watch {
 public:
  double seconds() {
    const auto now = std::chrono::steady_clock::now();
    const auto took = std::chrono::duration<double>(now - began_).count();
    began_ = now;
    return took;
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

void measure(int rows, const std::string& location, const std::filesystem::path& folder) {
  const SystemClock clock;
  const auto application = must(app::Application::open(location, {folder / "files", folder / "keys"}, clock));
  const auto source = must(units::read_divisions(GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv"));
  must(application->database().write([&](db::Transaction& tx) {
    return units::import_divisions(tx, clock, source, {.valid_from = *Date::of(2015, 1, 1)});
  }));
  const auto roll = roll_of(rows);
  const auto caller = access::operator_on_shell(clock);
  const auto context = application->context();
  Watch watch;
  const auto preview = must(people::send_roll(context, caller, village, roll));
  const double previewed = watch.seconds();
  must(people::confirm_import(context, caller, preview.id, {.digest = preview.digest}));
  const double imported = watch.seconds();
  const auto again = must(people::send_roll(context, caller, village, roll));
  fmt::print("{} rows, {:.1f} MB: preview {:.1f} s, import {:.1f} s; the same roll again {:.1f} s ({} unchanged)\n",
             preview.rows, static_cast<double>(roll.size()) / 1e6, previewed, imported, watch.seconds(),
             again.unchanged);
}

}  // namespace
}  // namespace gulou

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : 50'000;
  const auto folder =
      std::filesystem::temp_directory_path() / ("gulou_bench_" + gulou::crypto::hex(gulou::crypto::random_bytes(6)));
  std::filesystem::create_directories(folder);
  gulou::measure(rows, argc > 2 ? argv[2] : (folder / "gulou.sqlite").string(), folder);
  std::filesystem::remove_all(folder);
}
