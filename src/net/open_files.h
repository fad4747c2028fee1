// How many files and connections this process may have open.
#pragma once

#include <cstddef>

namespace gulou::net {

// Raises the process's limit of open files to `wanted`, as far as the machine lets it (systemd starts services with
// 1,024 and lets them raise it). Gives the limit now, which may be lower.
std::size_t allow_open_files(std::size_t wanted);

}  // namespace gulou::net
