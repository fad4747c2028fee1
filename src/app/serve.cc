#include <fmt/format.h>
#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <functional>
#include <mutex>
#include <thread>

#include "app/commands.h"
#include "app/daily_log.h"
#include "net/address.h"
#include "net/open_files.h"
#include "net/server.h"

namespace gulou::app {
namespace {

// Blocks the signals that end the server in this thread and in all that it starts, so that sigwait alone receives them.
sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

std::string_view verb(net::Method method) {
  switch (method) {
    case net::Method::get:
      return "GET";
    case net::Method::post:
      return "POST";
    case net::Method::put:
      return "PUT";
    case net::Method::patch:
      return "PATCH";
    case net::Method::del:
      return "DELETE";
  }
  return "";
}

// Without the query: what people search for is theirs. The address only of whoever is signed in or tries to be: what
// residents read and write is not followed.
std::string request_line(const Clock& clock, const net::Request& request, int status, std::chrono::microseconds took) {
  const bool answers_for_it = request.caller || request.path.starts_with("/api/session");
  return fmt::format("{} {} {} {} {}us {} {}", clock.now().text(), verb(request.method), request.path, status,
                     took.count(), request.id, answers_for_it ? request.client : "-");
}

// What a reply must not say. The request's number is in the reply too, so that a report leads here.
std::string failure_line(const Clock& clock, const Error& error, const net::Request& request) {
  return fmt::format("{} failed {} {} {} {}: {}", clock.now().text(), verb(request.method), request.path, request.id,
                     error.code, error.internal.value);
}

// Takes a line, from any thread.
using LogSink = std::function<void(const std::string& line)>;

Result<LogSink> log_sink(const Application& application, const ServeOptions& options) {
  if (options.log_folder.empty()) return LogSink([](const std::string& line) { fmt::print(stderr, "{}\n", line); });
  std::shared_ptr<DailyLog> log =
      TRY(DailyLog::open(options.log_folder, application.clock(), application.rules(), options.keep_logs));
  return LogSink([log](const std::string& line) { log->write(line); });
}

// Takes what is due once a minute, until it is stopped.
class EveryMinute {
 public:
  EveryMinute(Application& application, LogSink log)
      : log_(std::move(log)), thread_([this, &application](const std::stop_token& stop) { run(application, stop); }) {}

 private:
  void run(Application& application, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      const auto lines = application.run_due();
      if (!lines) log_(fmt::format("{} ({})", describe_error(lines.error()), lines.error().internal.value));
      if (lines)
        for (const auto& line : *lines) log_(fmt::format("{} {}", application.clock().now().text(), line));
      stopped_.wait_for(lock, stop, std::chrono::minutes(1), [] { return false; });
    }
  }

  const LogSink log_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;  // last: it uses the others
};

// As many connections as the machine lets this process have, with room for the database and files.
std::size_t connections_within_limits(std::size_t wanted, const LogSink& log) {
  constexpr std::size_t other_files = 500;
  const auto open_files = net::allow_open_files(wanted + other_files);
  if (open_files >= wanted + other_files) return wanted;
  const auto connections = open_files > 2 * other_files ? open_files - other_files : open_files / 2;
  log(fmt::format("no more than {} connections at once: the limit of open files is {} (ulimit -n, LimitNOFILE)",
                  connections, open_files));
  return connections;
}

}  // namespace

Result<void> serve_command(Application& application, const ServeOptions& options) {
  const auto log = TRY(log_sink(application, options));
  const auto end_signals = block_end_signals();
  TRY(application.add_console(options.console));
  application.files().remove_stale();
  net::ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = options.port;
  server_options.io_threads = options.io_threads;
  server_options.workers = options.workers;
  server_options.writers = options.writers;
  server_options.max_connections = connections_within_limits(server_options.max_connections, log);
  server_options.preference_cookies = {"elders"};
  server_options.trusted_proxies = options.trusted_proxies;
  const bool only_here = net::is_loopback(options.address) && options.trusted_proxies.empty();
  if (only_here && TRY(application.is_demo())) application.add_demo_routes();
  server_options.access_log = [&clock = application.clock(), all = options.log_every_request, log](
                                  const net::Request& request, int status, std::chrono::microseconds took) {
    if (all || request.method != net::Method::get || status >= 500) log(request_line(clock, request, status, took));
  };
  application.router().set_limiter(access::make_limiter(options.rates, application.clock(), log));
  application.router().set_failure_log(
      [&clock = application.clock(), log](const Error& error, const net::Request& request) {
        log(failure_line(clock, error, request));
      });
  const auto server = TRY(net::Server::start(application.router(), std::move(server_options)));
  fmt::print("Gulou serves on http://{}:{}\n", options.address, server->port());
  std::fflush(stdout);
  const EveryMinute every_minute(application, log);
  int signal = 0;
  sigwait(&end_signals, &signal);
  fmt::print(stderr, "stopping\n");
  server->stop();
  return {};
}

}  // namespace gulou::app
