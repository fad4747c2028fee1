#include "spine/people/words.h"

#include <array>
#include <utility>

namespace gulou::people {
namespace {

template <class T, std::size_t N>
std::optional<T> find_word(const std::array<std::pair<std::string_view, T>, N>& words, std::string_view text) {
  for (const auto& [word, value] : words)
    if (word == text) return value;
  return std::nullopt;
}

// The label of every enumerator, then the usual words.
template <class T, std::size_t N>
std::optional<T> in_words(std::string_view text, const std::array<std::pair<std::string_view, T>, N>& usual) {
  for (const auto& each : type_of<T>().names)
    if (label(static_cast<T>(each.value)).zh == text) return static_cast<T>(each.value);
  return find_word(usual, text);
}

}  // namespace

Text label(Status status) {
  switch (status) {
    case Status::both:
      return {"人户一致", "registered and living here"};
    case Status::registered:
      return {"户在人不在", "registered here, lives elsewhere"};
    case Status::lives_here:
      return {"人在户不在", "lives here, registered elsewhere"};
    case Status::away:
      return {"外出", "registered here, away"};
  }
  return {};
}

Text label(Political political) {
  switch (political) {
    case Political::unknown:
      return {"未登记", "not recorded"};
    case Political::member:
      return {"中共党员", "Party member"};
    case Political::probationary:
      return {"中共预备党员", "probationary Party member"};
    case Political::league:
      return {"共青团员", "Youth League member"};
    case Political::democratic_party:
      return {"民主党派成员", "member of a democratic party"};
    case Political::no_party:
      return {"无党派人士", "without party affiliation"};
    case Political::masses:
      return {"群众", "ordinary citizen"};
  }
  return {};
}

Text label(Kinship kinship) {
  switch (kinship) {
    case Kinship::head:
      return {"户主", "head"};
    case Kinship::spouse:
      return {"配偶", "spouse"};
    case Kinship::son:
      return {"子", "son"};
    case Kinship::daughter:
      return {"女", "daughter"};
    case Kinship::grandchild:
      return {"孙辈", "grandchild"};
    case Kinship::parent:
      return {"父母", "parent"};
    case Kinship::grandparent:
      return {"祖辈", "grandparent"};
    case Kinship::sibling:
      return {"兄弟姐妹", "brother or sister"};
    case Kinship::other_relative:
      return {"其他亲属", "other relative"};
    case Kinship::not_related:
      return {"非亲属", "not related"};
  }
  return {};
}

Text label(Arrival arrival) {
  switch (arrival) {
    case Arrival::recorded:
      return {"首次登记", "first recorded"};
    case Arrival::birth:
      return {"出生", "birth"};
    case Arrival::moved_in:
      return {"迁入", "moved in"};
    case Arrival::married_in:
      return {"婚入", "married in"};
    case Arrival::other_in:
      return {"其他增加", "other increase"};
  }
  return {};
}

Text label(Departure departure) {
  switch (departure) {
    case Departure::death:
      return {"死亡", "death"};
    case Departure::moved_out:
      return {"迁出", "moved out"};
    case Departure::married_out:
      return {"婚出", "married out"};
    case Departure::other_out:
      return {"其他减少", "other decrease"};
  }
  return {};
}

std::optional<Sex> sex_in_words(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Sex>, 6> usual = {{{"男性", Sex::male},
                                                                      {"女性", Sex::female},
                                                                      {"1", Sex::male},
                                                                      {"2", Sex::female},
                                                                      {"M", Sex::male},
                                                                      {"F", Sex::female}}};
  return in_words<Sex>(text, usual);
}

std::optional<Status> status_in_words(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Status>, 6> usual = {{{"常住", Status::both},
                                                                         {"户籍且常住", Status::both},
                                                                         {"空挂户", Status::registered},
                                                                         {"寄住", Status::lives_here},
                                                                         {"流入", Status::lives_here},
                                                                         {"外出务工", Status::away}}};
  return in_words<Status>(text, usual);
}

std::optional<Political> political_in_words(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Political>, 6> usual = {{{"党员", Political::member},
                                                                            {"预备党员", Political::probationary},
                                                                            {"团员", Political::league},
                                                                            {"民主党派", Political::democratic_party},
                                                                            {"无党派", Political::no_party},
                                                                            {"普通群众", Political::masses}}};
  return in_words<Political>(text, usual);
}

std::optional<Kinship> kinship_in_words(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Kinship>, 49> usual = {{{"本人", Kinship::head},
                                                                           {"妻", Kinship::spouse},
                                                                           {"妻子", Kinship::spouse},
                                                                           {"夫", Kinship::spouse},
                                                                           {"丈夫", Kinship::spouse},
                                                                           {"儿子", Kinship::son},
                                                                           {"长子", Kinship::son},
                                                                           {"次子", Kinship::son},
                                                                           {"三子", Kinship::son},
                                                                           {"独生子", Kinship::son},
                                                                           {"女儿", Kinship::daughter},
                                                                           {"长女", Kinship::daughter},
                                                                           {"次女", Kinship::daughter},
                                                                           {"三女", Kinship::daughter},
                                                                           {"独生女", Kinship::daughter},
                                                                           {"孙子", Kinship::grandchild},
                                                                           {"孙女", Kinship::grandchild},
                                                                           {"外孙子", Kinship::grandchild},
                                                                           {"外孙女", Kinship::grandchild},
                                                                           {"父亲", Kinship::parent},
                                                                           {"母亲", Kinship::parent},
                                                                           {"父", Kinship::parent},
                                                                           {"母", Kinship::parent},
                                                                           {"祖父", Kinship::grandparent},
                                                                           {"祖母", Kinship::grandparent},
                                                                           {"外祖父", Kinship::grandparent},
                                                                           {"外祖母", Kinship::grandparent},
                                                                           {"兄", Kinship::sibling},
                                                                           {"弟", Kinship::sibling},
                                                                           {"姐", Kinship::sibling},
                                                                           {"妹", Kinship::sibling},
                                                                           {"儿媳", Kinship::other_relative},
                                                                           {"女婿", Kinship::other_relative},
                                                                           {"爱人", Kinship::spouse},
                                                                           {"老婆", Kinship::spouse},
                                                                           {"老公", Kinship::spouse},
                                                                           {"四子", Kinship::son},
                                                                           {"四女", Kinship::daughter},
                                                                           {"孙", Kinship::grandchild},
                                                                           {"外孙", Kinship::grandchild},
                                                                           {"哥哥", Kinship::sibling},
                                                                           {"弟弟", Kinship::sibling},
                                                                           {"姐姐", Kinship::sibling},
                                                                           {"妹妹", Kinship::sibling},
                                                                           {"侄子", Kinship::other_relative},
                                                                           {"侄女", Kinship::other_relative},
                                                                           {"侄", Kinship::other_relative},
                                                                           {"外甥", Kinship::other_relative},
                                                                           {"外甥女", Kinship::other_relative}}};
  // 之妻, 户主之妻: what stands behind.
  for (const std::string_view before : {"户主的", "户主之", "之"})
    if (text.starts_with(before) && text.size() > before.size()) {
      text.remove_prefix(before.size());
      break;
    }
  return in_words<Kinship>(text, usual);
}

}  // namespace gulou::people
