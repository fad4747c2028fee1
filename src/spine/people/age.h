// Ages in full years (周岁). Pure.
#pragma once

#include "base/time.h"

namespace gulou::people {

// The day on which someone is that many full years old: the anniversary of the birth; of a birth on 29 February it is
// 1 March in a common year (civil practice; not read in a text).
Date day_of_age(Date born, int years);

// Full years on a day; negative before the birth. 《村民委员会组织法》 Art. 13 asks for 18 on election day: whoever was
// born on or before the day 18 years earlier.
int age_on(Date born, Date day);

// The last birthday that makes somebody at least that many full years old on a day: age_on(born, day) >= years exactly
// if born <= this. For questions to a database.
Date born_by(Date day, int years);

}  // namespace gulou::people
