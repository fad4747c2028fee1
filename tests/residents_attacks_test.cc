// What a review as attacker found around residents and their rights, each as the way it was done.
#include "modules/residents/own.h"
#include "modules/residents/request.h"
#include "residents_desk.h"

namespace gulou {
namespace {

using namespace people;
using residents::RequestView;

using Rules = std::vector<std::string>;

class ResidentsAttacks : public ResidentsDesk {
 protected:
  static std::string asks(std::string_view kind, std::string_view why = "") {
    return json::write(json::Value::object()
                           .set("kind", kind)
                           .set("field", json::Value())
                           .set("wanted", json::Value())
                           .set("why", why));
  }
  RequestView asked(TestBrowser& phone, std::string_view kind, std::string_view why = "") {
    const auto response = phone.post("/api/residents/own/requests", asks(kind, why));
    EXPECT_EQ(response.status, 201) << response.body;
    return read<RequestView>(response);
  }
  net::Response decide(TestBrowser& by, const RequestView& seen, std::string_view action,
                       std::string_view reason = "") {
    return by.post(fmt::format("/api/residents/requests/{}/{}", seen.id.text(), action),
                   json::write(residents::Decide{seen.version, std::string(reason)}));
  }
  PersonDetail detail(TestBrowser& by, const Id& record) {
    return read<PersonDetail>(by.get("/api/people/" + record.text()));
  }
  net::Response household(TestBrowser& by, std::string_view number, std::string_view address = "") {
    return by.post("/api/households", fmt::format(R"({{"village":"{}","number":"{}","address":"{}"}})", village_a,
                                                  number, address));
  }
  std::string last_action() { return entries().back().action; }
};

// ---- finding 13: what residents write is sealed, also where an answer is kept

TEST_F(ResidentsAttacks, SEC46_a_kept_answer_does_not_have_in_clear_what_a_resident_wrote) {
  auto clerk = desk(Role::village_committee, village_a);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  phone.headers.emplace_back("idempotency-key", "0123456789abcdef");
  const auto body = asks("erasure", "非常独特的一句话");
  const auto first = phone.post("/api/residents/own/requests", body);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(everything().find("非常独特的一句话"), std::string::npos);
  // Answered once more all the same.
  const auto again = phone.post("/api/residents/own/requests", body);
  EXPECT_EQ(again.body, first.body);
  EXPECT_NE(again.body.find("非常独特的一句话"), std::string::npos);
  EXPECT_EQ(count("SELECT count(*) FROM resident_request"), 1);
}

}  // namespace
}  // namespace gulou
