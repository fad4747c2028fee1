#include "spine/people/demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "spine/access/caller.h"
#include "spine/people/households.h"
#include "spine/people/id_number.h"
#include "spine/people/register.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

constexpr std::string_view kaili = "522601000000";
constexpr std::size_t most_villages = 3;
constexpr int households_per_village = 30;

constexpr std::array<std::string_view, 10> stems = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
constexpr std::array<std::string_view, 12> branches = {"子", "丑", "寅", "卯", "辰", "巳",
                                                       "午", "未", "申", "酉", "戌", "亥"};
constexpr std::array<std::string_view, 5> groups = {"06", "12", "06", "01", "25"};

struct Place {
  Kinship kinship;
  int years_younger;  // than the head
  bool every_second;  // household only
};
constexpr std::array<Place, 5> family = {{{Kinship::head, 0, false},
                                          {Kinship::spouse, 2, false},
                                          {Kinship::son, 26, false},
                                          {Kinship::daughter, 29, true},
                                          {Kinship::parent, -27, true}}};

std::string number_of(Date born, int sequence) {
  const auto digits = fmt::format("522699{:04}{:02}{:02}{:03}", born.year(), born.month(), born.day(), sequence);
  return digits + id_check_character(digits);
}

class Demo {
 public:
  Demo(db::Transaction& tx, const ModuleContext& context)
      : tx_(tx), context_(context), caller_(access::operator_on_shell(context.clock)) {}

  Result<std::int64_t> run() {
    for (const auto& village : TRY(villages()))
      for (int i = 0; i < households_per_village; ++i) TRY(household(village, i));
    return people_;
  }

 private:
  // Villagers' committees have 200 and more in the last three digits of their code, residents' committees less.
  Result<std::vector<units::UnitSummary>> villages() {
    const auto county = units::by_code(tx_, kaili);
    if (!county && county.error().kind != ErrorKind::not_found) return fail(county.error());
    if (!county) return std::vector<units::UnitSummary>();
    auto all = TRY(units::descendants(tx_, *county, units::Level::village));
    std::ranges::stable_partition(all, [](const auto& each) { return each.code.substr(9) >= "200"; });
    all.resize(std::min(all.size(), most_villages));
    return all;
  }

  Result<void> household(const units::UnitSummary& village, int number) {
    NewHousehold wanted;
    wanted.village = village.code;
    wanted.number = fmt::format("示例{:03}", number + 1);
    wanted.address = fmt::format("示例路{}号", number + 1);
    const Id id = TRY(add_household(tx_, context_, caller_, wanted, true));
    const int head_born = 1945 + number * 7 % 45;
    for (const auto& place : family)
      if (!place.every_second || number % 2 == 0) TRY(person(village, id, place, head_born + place.years_younger));
    return {};
  }

  Result<void> person(const units::UnitSummary& village, const Id& household, const Place& place, int year) {
    const auto n = static_cast<std::size_t>(people_++);
    year = std::min(year, context_.clock.today().year() - 1);
    const Date born = *Date::of(year, static_cast<unsigned>(n % 12 + 1), static_cast<unsigned>(n % 28 + 1));
    NewPerson wanted;
    wanted.village = village.code;
    auto& fields = wanted.person;
    fields.name = fmt::format("示例{}{}", stems[n % stems.size()], branches[n / stems.size() % branches.size()]);
    fields.ethnic_code = groups[n % groups.size()];
    fields.id_number = number_of(born, static_cast<int>(n % 998) + 1);
    // No subscriber's number begins with 1: it rings at nobody's.
    if (n % 3 == 0) fields.phone = fmt::format("0855-1{:06}", n);
    fields.political = n % 9 == 0 && year < 1990 ? Political::member : Political::masses;
    fields.status = n % 7 == 3 ? Status::away : Status::both;
    fields.household = household;
    fields.kinship = place.kinship;
    TRY(add_person(tx_, context_, caller_, wanted, true));
    return {};
  }

  db::Transaction& tx_;
  const ModuleContext& context_;
  const access::Caller caller_;
  std::int64_t people_ = 0;
};

}  // namespace

Result<std::int64_t> load_demo(db::Transaction& tx, const ModuleContext& context) { return Demo(tx, context).run(); }

}  // namespace gulou::people
