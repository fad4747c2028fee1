// What is kept of people, in words: labels for pages, files and refusals. The words of a spreadsheet are read back by
// them.
#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "spine/people/model.h"

namespace gulou::people {

Text label(Status status);
Text label(Political political);
Text label(Kinship kinship);
Text label(Arrival arrival);
Text label(Departure departure);

// By the Chinese label, or another usual word (妻, 长子, 党员).
std::optional<Sex> sex_in_words(std::string_view text);
std::optional<Status> status_in_words(std::string_view text);
std::optional<Political> political_in_words(std::string_view text);
std::optional<Kinship> kinship_in_words(std::string_view text);

}  // namespace gulou::people
