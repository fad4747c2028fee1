// One client's connection: reads requests one after the other, has each answered, writes the answers in order.
// Lives on one I/O thread; only answers come from elsewhere, posted to its executor.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/core.h"
#include "net/head_scan.h"
#include "net/request_parser.h"

namespace gulou::net {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Shared& shared, IoThread& thread, Socket socket, std::string client, bool limited);
  ~Connection();

  void start();
  bool is_due(SteadyClock::time_point now) const { return now > deadline_ || phase_ == Phase::streaming; }
  void tick();        // when due: deadlines and heartbeats
  void begin_stop();  // close now if idle, else after the answer under way

 private:
  enum class Phase {
    idle,       // between two requests
    head,       // reading a header
    body,       // reading a body
    working,    // a worker has the request
    writing,    // sending an answer
    streaming,  // server-sent events
    lingering,  // the answer is out, the rest of what the client sends is thrown away
    closed
  };

  // A request on its way through the workers. The worker alone touches it until it posts back.
  struct Exchange {
    Request request;
    Router::Match match;
    std::string accept_encoding;
    bool passed = false;  // the gate was asked and agreed
    AnswerPtr answer;
  };
  using ExchangePtr = std::shared_ptr<Exchange>;

  // connection.cc: bytes in and out
  void set_phase(Phase phase, SteadyClock::duration limit);
  void read();
  void on_read(boost::system::error_code ec, std::size_t count);
  void next_request();
  void process_head();
  void process_body();
  void read_body();
  void send(AnswerPtr answer);
  void on_sent(boost::system::error_code ec);
  void linger();
  void close();
  std::string_view arrived() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void make_room();
  bool is_head() const { return parser_ && parser_->verb() == http::verb::head; }

  // connection_dispatch.cc: what is to be done with a request
  void refuse(int status);  // protocol errors: answer, then close
  void dispatch();
  bool send_kept();
  void read_target_with_preferences();
  ExchangePtr make_exchange();
  void dispatch_route();
  void ask_gate();
  void begin_body();
  std::size_t most_body_bytes() const;
  void run_handler();
  void run_cached();
  bool is_kept() const;
  void send_variants(const Variants& variants);
  // work(router, exchange) on a worker, then `then` back on this thread.
  void on_worker(void (*work)(const Router&, Exchange&), void (Connection::*then)());
  Workers& workers_for(const Router::Match& match);
  void send_exchange_answer();
  void send_overload();
  void send_error(const Error& error);
  static Error too_large();
  void log(int status);

  // connection_stream.cc: server-sent events
  void open_stream();
  void ask_stream_gate();
  void subscribe();
  void unsubscribe();
  void on_event(const std::shared_ptr<const std::string>& event);
  void on_stream_error(const Error& error);
  void write_stream(std::shared_ptr<const std::string> text);
  void on_stream_written(boost::system::error_code ec);
  void heartbeat();

  Shared& shared_;
  IoThread& thread_;
  Socket socket_;
  const std::string client_;
  const bool limited_;  // counts towards the client's share

  Phase phase_ = Phase::head;
  SteadyClock::time_point deadline_;
  bool timed_out_ = false;
  bool keep_alive_ = true;

  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // what has arrived and is not used yet: [begin_, end_)
  std::size_t end_ = 0;
  HeadScan scan_;
  std::optional<RequestParser> parser_;
  std::string target_;  // of the request at hand, with what preference cookies add
  ExchangePtr exchange_;
  SteadyClock::time_point started_;  // only with an access log

  AnswerPtr answer_;
  std::string tail_;
  std::size_t discarded_ = 0;

  std::uint64_t subscription_ = 0;
  std::shared_ptr<const std::string> stream_writing_;
  std::shared_ptr<const std::string> stream_next_;
  SteadyClock::time_point last_written_;
};

}  // namespace gulou::net
