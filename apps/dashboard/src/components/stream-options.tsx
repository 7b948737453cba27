interface StreamOptionsProps {
  readonly streams: readonly { readonly name: string; readonly title: string }[];
}

/** The streams, to choose one of them. */
export const StreamOptions = ({ streams }: StreamOptionsProps) =>
  streams.map(({ name, title }) => (
    <option key={name} value={name}>
      {title}
    </option>
  ));
