// Internal to portal: the pages of notices, and what the page of a unit shows of them.
#pragma once

#include "modules/portal/portal.h"

namespace gulou::portal {

// The newest ones of the unit and of those above it; empty if none hangs out.
Result<html::Html> notices_section(const View& view, const units::UnitSummary& unit);

// How many hang out there.
Result<std::size_t> notices_count(const View& view, const units::UnitSummary& unit);

Result<net::Response> unit_notices_page(const View& view);  // /u/{code}/notices
Result<net::Response> notice_page(const View& view);        // /notices/{id}
Result<net::Response> playlist_page(const View& view);      // /u/{code}/playlist

}  // namespace gulou::portal
