#include "modules/plan/path.h"

#include <charconv>

namespace gulou::plan {

Result<int> year_in_path(const net::Request& request) {
  const std::string_view text = request.parameter("year");
  int year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (error != std::errc() || end != text.data() + text.size())
    return fail(not_found_error({"没有这一年的工作要点。", "There is no plan for that year."}));
  return year;
}

Result<Id> id_in_path(const net::Request& request) {
  const auto id = Id::parse(request.parameter("id"));
  if (!id) return fail(not_found_error({"没有这个编号的内容。", "Nothing has that id."}));
  return *id;
}

}  // namespace gulou::plan
