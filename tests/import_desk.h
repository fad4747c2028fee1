// For tests of imports: a roll is sent, looked at, agreed to.
#pragma once

#include "people_desk.h"
#include "spine/people/import.h"

namespace gulou {

class ImportDesk : public PeopleDesk {
 protected:
  net::Response send(TestBrowser& by, std::string_view village, std::string bytes) {
    by.content_type = "application/octet-stream";
    auto response = by.post(fmt::format("/api/people/imports?village={}", village), std::move(bytes));
    by.content_type = "application/json";
    return response;
  }
  people::ImportAnswer sent(TestBrowser& by, std::string_view village, std::string bytes) {
    const auto response = send(by, village, std::move(bytes));
    EXPECT_EQ(response.status, 201) << response.body;
    return read<people::ImportAnswer>(response);
  }
  static std::string address_of(const people::ImportAnswer& import, std::string_view rest = "") {
    return fmt::format("/api/people/imports/{}{}", import.id.text(), rest);
  }
  static std::string agreed(const people::ImportAnswer& import, bool without_faulty = false) {
    return json::write(people::ConfirmImport{import.digest, without_faulty});
  }
  net::Response confirm(TestBrowser& by, const people::ImportAnswer& import, bool without_faulty = false) {
    return by.post(address_of(import, "/confirm"), agreed(import, without_faulty));
  }
};

}  // namespace gulou
