#include "spine/people/age.h"

namespace gulou::people {

Date day_of_age(Date born, int years) {
  const int year = born.year() + years;
  if (const auto day = Date::of(year, born.month(), born.day())) return *day;
  return *Date::of(year, 3, 1);
}

int age_on(Date born, Date day) {
  const int years = day.year() - born.year();
  return day >= day_of_age(born, years) ? years : years - 1;
}

Date born_by(Date day, int years) {
  const int year = day.year() - years;
  if (const auto birthday = Date::of(year, day.month(), day.day())) return *birthday;
  return *Date::of(year, 2, 28);
}

}  // namespace gulou::people
