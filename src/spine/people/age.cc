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

}  // namespace gulou::people
