#include "spine/access/rates.h"

#include <fmt/format.h>

#include <memory>

#include "net/address.h"
#include "net/rate_limit.h"
#include "spine/access/caller.h"

namespace gulou::access {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t second_ms = 1000;

std::string who_asks(const net::Request& request) {
  const auto* caller = dynamic_cast<const Caller*>(request.caller.get());
  if (caller && caller->account_id) return "account " + caller->account_id->text();
  return "address " + net::network_of(request.client);
}

Error too_often(std::string code, std::int64_t wait_ms, const std::string& zh, const std::string& en) {
  const auto seconds = (wait_ms + second_ms - 1) / second_ms;
  return {.kind = ErrorKind::rate_limited,
          .code = std::move(code),
          .message = {fmt::format("{}，请{}秒后再试。", zh, seconds),
                      fmt::format("{}; please try again in {} seconds.", en, seconds)},
          .retry_after_s = seconds};
}

class Limiter {
 public:
  Limiter(const Rates& rates, const Clock& clock, std::function<void(const std::string&)> log)
      : rates_(rates),
        clock_(clock),
        log_(std::move(log)),
        all_(rates.all, minute_ms),
        costly_(rates.costly, minute_ms) {}

  Result<void> admit(const net::Request& request, const net::Route& route) {
    const bool costly = net::is_costly(route);
    if (!costly && !route.pattern.starts_with("/api/")) return {};
    const auto who = who_asks(request);
    const auto now = clock_.now();
    if (rates_.all > 0)
      if (const auto verdict = all_.ask(who, now); verdict.wait_ms > 0) {
        if (verdict.first) note(now, who, route, rates_.all);
        return fail(too_often("too_many_requests", verdict.wait_ms, "操作太频繁", "Too many requests"));
      }
    if (!costly || rates_.costly <= 0) return {};
    const auto verdict = costly_.ask(who, now);
    if (verdict.wait_ms == 0) return {};
    if (verdict.first) note(now, who, route, rates_.costly);
    return fail(
        too_often("too_many_costly", verdict.wait_ms,
                  fmt::format("按号码查找、查看完整号码、导入、导出、打印登记条合计每分钟最多{}次", rates_.costly),
                  fmt::format("Searches by number, looks, imports, exports and slips: at most {} a minute together",
                              rates_.costly)));
  }

 private:
  void note(Instant now, const std::string& who, const net::Route& route, std::int64_t most) const {
    if (log_)
      log_(fmt::format("{} asks too often (more than {} a minute): {} at {} {}", now.text(), most, who,
                       net::name_of_method(route.method), route.pattern));
  }

  const Rates rates_;
  const Clock& clock_;
  const std::function<void(const std::string&)> log_;
  net::RateLimit all_;
  net::RateLimit costly_;
};

}  // namespace

net::Limiter make_limiter(const Rates& rates, const Clock& clock, std::function<void(const std::string& line)> log) {
  return [limiter = std::make_shared<Limiter>(rates, clock, std::move(log))](
             const net::Request& request, const net::Route& route) { return limiter->admit(request, route); };
}

}  // namespace gulou::access
