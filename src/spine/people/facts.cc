#include "spine/people/facts.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "spine/people/ethnic.h"
#include "spine/people/id_number.h"
#include "spine/people/person_name.h"
#include "spine/people/phone.h"

namespace gulou::people {
namespace {

constexpr int first_birth_year = 1880;

class Check {
 public:
  Check(const PersonFields& typed, Date today, const std::string& at, std::vector<FieldError>& faults)
      : typed_(typed), today_(today), at_(at), faults_(faults) {}

  Facts run() {
    facts_.political = typed_.political;
    facts_.status = typed_.status;
    facts_.kinship = typed_.kinship;
    facts_.arrival = typed_.arrival;
    name();
    ethnic();
    number();
    sex();
    birth();
    phone();
    household();
    since();
    return std::move(facts_);
  }

 private:
  void refuse(std::string_view field, std::string rule, Text message) {
    faults_.push_back({at_ + "/" + std::string(field), std::move(rule), std::move(message)});
  }
  void refuse(std::string_view field, const Finding& finding) { refuse(field, finding.rule, finding.message); }

  void name() {
    auto read = read_person_name(typed_.name);
    if (!read) return refuse("name", read.error());
    facts_.name = std::move(*read);
    facts_.folded_name = fold_name(facts_.name);
  }

  void ethnic() {
    facts_.ethnic_code = typed_.ethnic_code;
    facts_.ethnic_text = utf8::trim(typed_.ethnic_text);
    if (!ethnic_group(typed_.ethnic_code))
      return refuse("ethnic_code", "ethnic.unknown",
                    {"没有这个民族代码；未列入56个民族的请用97，并写明名称。",
                     "There is no such code; for groups beyond the 56 use 97 and write the name."});
    const bool other = typed_.ethnic_code == other_group;
    if (other && facts_.ethnic_text.empty())
      refuse("ethnic_text", "ethnic.text_wanted",
             {"民族代码为97时，请写明身份证上的名称，如革家人、穿青人。",
              "With code 97 write what the ID card says, such as 革家人 or 穿青人."});
    if (!other && !facts_.ethnic_text.empty())
      refuse("ethnic_text", "ethnic.text_not_wanted",
             {"只有民族代码为97时才写名称。", "A name is written only with code 97."});
  }

  void number() {
    if (!typed_.id_number || utf8::trim(*typed_.id_number).empty()) return;
    auto read = read_id_number(*typed_.id_number, today_);
    if (!read) return refuse("id_number", read.error());
    number_ = std::move(*read);
    facts_.id_number = number_->text;
    for (const auto& each : number_->warnings) facts_.warnings.push_back({at_ + "/id_number", each.rule, each.message});
  }

  bool number_was_typed() const { return typed_.id_number && !utf8::trim(*typed_.id_number).empty(); }

  void sex() {
    const bool stated = typed_.sex == Sex::male || typed_.sex == Sex::female;
    facts_.sex = number_ ? number_->sex : typed_.sex.value_or(Sex::unknown);
    if (number_ && stated && *typed_.sex != number_->sex)
      refuse("sex", "sex.differs",
             {"性别与身份证号码第17位不一致（单数为男，双数为女）。",
              "The sex differs from the 17th character of the ID number (odd: male, even: female)."});
    if (!number_was_typed() && !typed_.sex)
      refuse("sex", "sex.wanted", {"没有身份证号码时，请填写性别。", "Without an ID number the sex is wanted."});
  }

  void birth() {
    if (number_) {
      facts_.born_on = number_->born;
      birth_known_ = true;
      if (typed_.born_on && *typed_.born_on != number_->born)
        refuse("born_on", "born_on.differs",
               {"出生日期与身份证号码第7至14位不一致。",
                "The date of birth differs from characters 7 to 14 of the ID number."});
      return;
    }
    if (number_was_typed()) return;  // a fault already; what it says of the birth is not known
    if (!typed_.born_on)
      return refuse("born_on", "born_on.wanted",
                    {"没有身份证号码时，请填写出生日期。", "Without an ID number the date of birth is wanted."});
    facts_.born_on = *typed_.born_on;
    birth_known_ = true;
    if (typed_.born_on->year() < first_birth_year || *typed_.born_on > today_)
      refuse("born_on", "born_on.out_of_range",
             {"出生日期应在1880年以后、今天以前。", "The date of birth lies between 1880 and today."});
  }

  void phone() {
    if (!typed_.phone || utf8::trim(*typed_.phone).empty()) return;
    auto read = read_phone(*typed_.phone);
    if (!read) return refuse("phone", read.error());
    facts_.phone = std::move(*read);
  }

  void household() {
    if (typed_.household && !typed_.kinship)
      refuse("kinship", "kinship.wanted",
             {"请填写与户主的关系。", "What the person is to the head of the household is wanted."});
    if (!typed_.household && typed_.kinship)
      refuse("household", "kinship.household_wanted",
             {"填了与户主的关系，请同时填写户。", "With a kinship to the head, the household is wanted too."});
  }

  void since() {
    facts_.since = typed_.since;
    const bool born_here = typed_.arrival == Arrival::birth;
    if (!typed_.since && born_here && birth_known_) facts_.since = facts_.born_on;
    if (!facts_.since) {
      if (typed_.arrival != Arrival::recorded && !born_here)
        refuse("since", "since.wanted", {"请填写增加的日期。", "The day of arrival is wanted."});
      return;
    }
    if (*facts_.since > today_ || (birth_known_ && *facts_.since < facts_.born_on) ||
        (born_here && birth_known_ && *facts_.since != facts_.born_on))
      refuse("since", "since.out_of_range",
             {"日期应在出生之后、今天以前；出生的日期就是出生日期。",
              "The day lies between birth and today; of a birth it is the date of birth."});
  }

  const PersonFields& typed_;
  const Date today_;
  const std::string& at_;
  std::vector<FieldError>& faults_;
  std::optional<IdNumber> number_;
  bool birth_known_ = false;
  Facts facts_;
};

}  // namespace

Facts check_facts(const PersonFields& typed, Date today, const std::string& at, std::vector<FieldError>& faults) {
  return Check(typed, today, at, faults).run();
}

}  // namespace gulou::people
