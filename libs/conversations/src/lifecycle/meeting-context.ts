/** The meeting that a client knows a conversation to be, as it sends it and as `external_data.calendar_meeting_context` keeps it. */
export interface MeetingContext {
  calendar_event_id: string;
  title: string;
  participants: { name?: string | null; email?: string | null }[];
  platform?: string | null;
  meeting_link?: string | null;
  start_time: Date;
  duration_minutes: number;
  notes?: string | null;
  calendar_source: string;
}
